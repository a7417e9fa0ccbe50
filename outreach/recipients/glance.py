"""Every contact and office at a glance: what long lists show, read without forms of address, notes and sources."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, union
from sqlmodel import Session, col

from outreach.recipients.contact_state import KINDS, ContactState, state_of
from outreach.recipients.status import Branch, Channel, OfficeRole
from outreach.recipients.tables import Contact, ContactCheck, ContactFlag, Objection, Office
from outreach.recipients.values import value_sha256


@dataclass(frozen=True, slots=True)
class OfficeGlance:
    """An office in use, by its name."""

    key: str
    government: str
    name: str
    branch: Branch
    role: OfficeRole


@dataclass(frozen=True, slots=True)
class ContactGlance:
    """A contact in use of an office in use. `check_expires_at` and `flagged_reason` are as in `ContactInfo`."""

    id: int
    office: OfficeGlance
    channel: Channel
    value: str
    check_expires_at: datetime | None
    flagged_reason: str | None


@dataclass(frozen=True, slots=True)
class KnownContact:
    """A contact with its state today."""

    contact: ContactGlance
    state: ContactState

    @property
    def office(self) -> OfficeGlance:
        return self.contact.office

    @property
    def kind(self) -> str:
        return KINDS[self.state]


Identity = tuple[int, str]
"""A contact and the hash of one value that it had: checks and doubts hold only for that."""
_OFFICE = tuple(col(one) for one in (Office.key, Office.government, Office.name, Office.branch, Office.role))
_BRANCHES, _ROLES = {one.value: one for one in Branch}, {one.value: one for one in OfficeRole}
_IN_ORDER = (col(Office.government), col(Office.key))
_CONTACT = tuple(col(one) for one in (Contact.id, Contact.office_key, Contact.channel, Contact.value))
_BEST_FIRST = (col(Contact.preference), col(Contact.id))
_VALUE_CHECKED = (col(ContactCheck.contact_id), col(ContactCheck.value_sha256))
_FLAG = tuple(
    col(one)
    for one in (ContactFlag.contact_id, ContactFlag.value_sha256, ContactFlag.flagged_at, ContactFlag.reason)
)


def glance_offices(
    session: Session, *, government: str | None = None, keys: Collection[str] | None = None
) -> dict[str, OfficeGlance]:
    """Offices in use by their keys, in the order of their governments and keys; with `keys` those of these."""
    query = select(*_OFFICE).where(col(Office.retired_at).is_(None)).order_by(*_IN_ORDER)
    if government is not None:
        query = query.where(col(Office.government) == government)
    if keys is not None:
        query = query.where(col(Office.key).in_(keys))
    return {
        key: OfficeGlance(key, code, name, _BRANCHES[branch], _ROLES[role])
        for key, code, name, branch, role in session.execute(query)
    }


def office_names(session: Session, *, keys: Collection[str] | None = None) -> dict[str, str]:
    """The name of every office, retired or not, by its key; with `keys` of those of these that there are."""
    query = select(col(Office.key), col(Office.name))
    if keys is not None:
        query = query.where(col(Office.key).in_(keys))
    return {key: name for key, name in session.execute(query)}


def contacts_that_wait(session: Session, *, until: datetime) -> frozenset[int]:
    """The contacts that may want a person: a check of theirs ends by then, or they were doubted. A superset."""
    newest = select(func.max(ContactCheck.id)).group_by(*_VALUE_CHECKED)
    ends = select(col(ContactCheck.contact_id)).where(
        col(ContactCheck.id).in_(newest), col(ContactCheck.expires_at) <= until
    )
    doubted = select(col(ContactFlag.contact_id)).where(col(ContactFlag.lifted_at).is_(None))
    return frozenset(session.scalars(union(ends, doubted)))


def legislators_in(session: Session) -> frozenset[str]:
    """The keys of the offices that an import of legislators brought, retired or not."""
    return frozenset(session.scalars(select(col(Office.key)).where(col(Office.imported_from).is_not(None))))


def office_keys_of(session: Session, *, contact_ids: Collection[int]) -> frozenset[str]:
    """The offices that these contacts are of."""
    return frozenset(session.scalars(select(col(Contact.office_key)).where(col(Contact.id).in_(contact_ids))))


def glance_contacts(
    session: Session,
    offices: Mapping[str, OfficeGlance],
    *,
    among: Collection[int] | None = None,
    now: datetime,
) -> list[KnownContact]:
    """The contacts in use of these offices with their state, in the order of the offices, best first; with
    `among` only those of these ids."""
    objected, checks, doubts = _objected(session), _checks(session, among), _doubts(session)
    found: dict[str, list[KnownContact]] = {key: [] for key in offices}
    query = select(*_CONTACT).where(col(Contact.retired_at).is_(None))
    if among is not None:
        query = query.where(col(Contact.id).in_(among))
    for number, key, channel, value in session.execute(query.order_by(*_BEST_FIRST)):
        if key in found:
            identity = (number, value_sha256(channel, value))
            glance = ContactGlance(
                number, offices[key], channel, value, checks.get(identity), doubts.get(identity)
            )
            state = state_of(glance, objected=objected.get(key, ()), now=now)
            found[key].append(KnownContact(glance, state))
    return [one for contacts in found.values() for one in contacts]


def _checks(session: Session, among: Collection[int] | None) -> dict[Identity, datetime]:
    """Until when the newest check of each value holds."""
    query = select(*_VALUE_CHECKED, col(ContactCheck.expires_at)).order_by(col(ContactCheck.id))
    if among is not None:
        query = query.where(col(ContactCheck.contact_id).in_(among))
    # The newest comes last, and stays.
    return {(number, sha256): until for number, sha256, until in session.execute(query)}


def _doubts(session: Session) -> dict[Identity, str]:
    """Why each value is in doubt that nobody has checked since."""
    query = select(*_FLAG).where(col(ContactFlag.lifted_at).is_(None)).order_by(col(ContactFlag.id))
    flags = {(number, sha256): (at, reason) for number, sha256, at, reason in session.execute(query)}
    checks = select(*_VALUE_CHECKED, col(ContactCheck.checked_at)).order_by(col(ContactCheck.id))
    checks = checks.where(col(ContactCheck.contact_id).in_({number for number, _sha256 in flags}))
    checked = {(number, sha256): at for number, sha256, at in session.execute(checks)}
    return {value: reason for value, (at, reason) in flags.items() if value not in checked or at > checked[value]}


def _objected(session: Session) -> dict[str, list[int | None]]:
    """The contacts that standing objections are about, by office; None for the whole office."""
    query = select(col(Objection.office_key), col(Objection.contact_id)).where(col(Objection.lifted_at).is_(None))
    found: dict[str, list[int | None]] = defaultdict(list)
    for key, contact_id in session.execute(query):
        found[key].append(contact_id)
    return found
