"""A person chooses where notices go, which, and when the digest comes."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.accounts.store import get_user
from outreach.delivery.address import ascii_address
from outreach.errors import BadInput, Refused
from outreach.notices.record import Event, record
from outreach.notices.status import CHOSEN, NoticeKind
from outreach.notices.store import ChoiceInfo, get_choice
from outreach.notices.tables import Choice
from outreach.recipients.store import contacts_by_office


def choose(
    session: Session,
    *,
    address: str,
    wanted: Collection[NoticeKind],
    digest_hour: int,
    actor: Actor,
    now: datetime,
) -> ChoiceInfo:
    """Tell the actor the `wanted` kinds at `address`; an empty address ends it. A new one gets a greeting.

    Raises:
        BadInput: the address is not a plain one, or the hour is not of a day.
        Refused: the address is an office's.
    """
    if not 0 <= digest_hour < 24:
        raise BadInput(f"The hour of the digest is from 0 to 23, not {digest_hour}.")
    address = ascii_address(address.strip()) if address.strip() else ""
    _refuse_an_office(session, address)
    before = get_choice(session, actor.name)
    declined = sorted(kind for kind in CHOSEN if kind not in wanted)
    session.merge(Choice(user_name=actor.name, address=address, declined=declined, digest_hour=digest_hour))
    session.flush()
    facts: dict[str, str | int | bool | None] = {"declined": " ".join(declined), "has_address": bool(address)}
    entry = audit.record(
        session, actor=actor, action="user.notices_chosen", subject=f"user:{actor.name}", now=now, facts=facts
    )
    if address and address != before.address:
        greeting = Event(NoticeKind.GREETING, f"ledger:{entry.number}", "/account/notices", only=actor.name)
        record(session, events=[greeting], now=now)
    return get_choice(session, actor.name)


def set_address(session: Session, *, name: str, address: str, actor: Actor, now: datetime) -> ChoiceInfo:
    """An admin says where the notices of `name` go; what they chose to be told stays, and they can change it.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user.
        BadInput, Refused: as `choose`.
    """
    actor.require(Role.ADMIN)
    get_user(session, name)
    before = get_choice(session, name)
    address = ascii_address(address.strip()) if address.strip() else ""
    _refuse_an_office(session, address)
    declined = sorted(before.declined)
    session.merge(Choice(user_name=name, address=address, declined=declined, digest_hour=before.digest_hour))
    session.flush()
    facts: dict[str, str | int | bool | None] = {"has_address": bool(address)}
    action, subject = "user.notices_address_set", f"user:{name}"
    entry = audit.record(session, actor=actor, action=action, subject=subject, now=now, facts=facts)
    if address and address != before.address:
        greeting = Event(NoticeKind.GREETING, f"ledger:{entry.number}", "/account/notices", only=name)
        record(session, events=[greeting], now=now)
    return get_choice(session, name)


def _refuse_an_office(session: Session, address: str) -> None:
    for office, contacts in contacts_by_office(session).items():
        if address and any(contact.value.lower() == address.lower() for contact in contacts):
            raise Refused(f"{address} is the address of {office}: give your own.")
