"""Reads of governments, offices, contacts, holders and objections."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields

from sqlmodel import Session, col, select

from outreach.errors import NotFound
from outreach.recipients.from_rows import contact_info, government_info, objection_info, office_info
from outreach.recipients.holders import current_holder, current_holders, list_holders
from outreach.recipients.import_report import ImportInfo
from outreach.recipients.status import OfficeKind, ProposalStatus
from outreach.recipients.tables import (
    Contact,
    ContactCheck,
    ContactFlag,
    Government,
    Import,
    Objection,
    Office,
    Proposal,
)
from outreach.recipients.values import (
    ContactInfo,
    GovernmentInfo,
    HolderInfo,
    ObjectionInfo,
    OfficeInfo,
    ProposalInfo,
    value_sha256,
)

__all__ = [
    "ContactInfo",
    "GovernmentInfo",
    "HolderInfo",
    "ImportInfo",
    "ObjectionInfo",
    "OfficeInfo",
    "ProposalInfo",
    "contacts_by_id",
    "contacts_by_office",
    "current_holder",
    "current_holders",
    "find_objection",
    "get_contact",
    "get_government",
    "get_objection",
    "get_office",
    "list_contacts",
    "list_governments",
    "list_holders",
    "list_imports",
    "list_objections",
    "list_offices",
    "list_proposals",
    "offices_by_key",
    "standing_objections",
]


def list_governments(session: Session) -> list[GovernmentInfo]:
    """All governments, by code."""
    return [government_info(row) for row in session.exec(select(Government).order_by(col(Government.code)))]


def get_government(session: Session, code: str) -> GovernmentInfo:
    """One government; raises NotFound."""
    row = session.get(Government, code)
    if row is None:
        raise NotFound(f"No government has the code {code!r}: see `outreach recipients list`.")
    return government_info(row)


def list_offices(
    session: Session,
    *,
    government: str | None = None,
    include_retired: bool = False,
    kind: OfficeKind = OfficeKind.ALL,
) -> list[OfficeInfo]:
    """Offices in the order of their keys; retired ones only when asked for."""
    query = select(Office).order_by(col(Office.key))
    if kind is not OfficeKind.ALL:
        imported = col(Office.imported_from).is_not(None)
        query = query.where(imported if kind is OfficeKind.LEGISLATORS else ~imported)
    if government is not None:
        query = query.where(Office.government == government)
    if not include_retired:
        query = query.where(col(Office.retired_at).is_(None))
    return [office_info(row) for row in session.exec(query)]


def get_office(session: Session, key: str) -> OfficeInfo:
    """One office, retired or not; raises NotFound."""
    row = session.get(Office, key)
    if row is None:
        raise NotFound(f"No office has the key {key!r}: see `outreach recipients list`.")
    return office_info(row)


def offices_by_key(session: Session, *, keys: Collection[str]) -> dict[str, OfficeInfo]:
    """Those of these offices that there are, retired or not, in one query."""
    query = select(Office).where(col(Office.key).in_(keys)).execution_options(populate_existing=True)
    return {row.key: office_info(row) for row in session.exec(query)}


def list_contacts(session: Session, office_key: str, *, include_retired: bool = False) -> list[ContactInfo]:
    """The contacts of an office, best first."""
    query = select(Contact).where(Contact.office_key == office_key)
    return _contacts(session, [row for row in session.exec(query) if include_retired or row.retired_at is None])


def contacts_by_office(session: Session) -> dict[str, list[ContactInfo]]:
    """The contacts in use of every office, best first, in three queries."""
    rows = session.exec(select(Contact).where(col(Contact.retired_at).is_(None))).all()
    found: dict[str, list[ContactInfo]] = defaultdict(list)
    for contact in _contacts(session, rows):
        found[contact.office_key].append(contact)
    return dict(found)


def get_contact(session: Session, contact_id: int) -> ContactInfo:
    """One contact, retired or not; raises NotFound."""
    row = session.get(Contact, contact_id)
    if row is None:
        raise NotFound(f"There is no contact {contact_id}: see `outreach recipients show OFFICE`.")
    return _contacts(session, [row])[0]


def contacts_by_id(session: Session, *, contact_ids: Collection[int]) -> dict[int, ContactInfo]:
    """Those of these contacts that there are, retired or not, in three queries."""
    query = select(Contact).where(col(Contact.id).in_(contact_ids)).execution_options(populate_existing=True)
    return {contact.id: contact for contact in _contacts(session, session.exec(query).all())}


def find_objection(session: Session, *, office_key: str, contact_id: int | None) -> ObjectionInfo | None:
    """The objection that stands against writing to this contact, or to any contact of its office."""
    standing = standing_objections(session, office_keys=[office_key])
    return next((one for one in standing if one.concerns(office_key, contact_id)), None)


def standing_objections(session: Session, *, office_keys: Collection[str]) -> list[ObjectionInfo]:
    """The objections of these offices that nobody lifted, in the order they came."""
    query = select(Objection).where(col(Objection.office_key).in_(office_keys), col(Objection.lifted_at).is_(None))
    rows = session.exec(query.order_by(col(Objection.id)).execution_options(populate_existing=True))
    return [objection_info(row) for row in rows]


def get_objection(session: Session, objection_id: int) -> ObjectionInfo:
    """One objection, lifted or not; raises NotFound."""
    row = session.get(Objection, objection_id)
    if row is None:
        raise NotFound(f"There is no objection {objection_id}: see `outreach recipients list --objections`.")
    return objection_info(row)


def list_objections(session: Session, *, office_key: str | None = None) -> list[ObjectionInfo]:
    """All objections, lifted ones too, in the order they came."""
    query = select(Objection).order_by(col(Objection.id))
    if office_key is not None:
        query = query.where(Objection.office_key == office_key)
    return [objection_info(row) for row in session.exec(query)]


def list_imports(session: Session) -> list[ImportInfo]:
    """The files of legislators that were taken in, the newest last."""
    rows = session.exec(select(Import).order_by(col(Import.id)))
    return [ImportInfo(**row.model_dump()) for row in rows]


def list_proposals(
    session: Session, *, office_key: str | None = None, status: ProposalStatus | None = None
) -> list[ProposalInfo]:
    """Suggested contacts, in the order they came."""
    query = select(Proposal).order_by(col(Proposal.id))
    if office_key is not None:
        query = query.where(Proposal.office_key == office_key)
    if status is not None:
        query = query.where(Proposal.status == status)
    names = {field.name for field in fields(ProposalInfo)}
    return [ProposalInfo(**row.model_dump(include=names)) for row in session.exec(query)]


def _contacts(session: Session, rows: Sequence[Contact]) -> list[ContactInfo]:
    ids = [row.id for row in rows]
    checks = session.exec(select(ContactCheck).where(col(ContactCheck.contact_id).in_(ids))).all()
    flags = session.exec(
        select(ContactFlag).where(col(ContactFlag.contact_id).in_(ids), col(ContactFlag.lifted_at).is_(None))
    ).all()
    newest_check = {(one.contact_id, one.value_sha256): one for one in sorted(checks, key=lambda one: one.id or 0)}
    newest_flag = {(one.contact_id, one.value_sha256): one for one in sorted(flags, key=lambda one: one.id or 0)}
    infos = []
    for row in sorted(rows, key=lambda row: (row.office_key, row.preference, row.id or 0)):
        now_valued = (row.id or 0, value_sha256(row.channel, row.value))
        infos.append(contact_info(row, newest_check.get(now_valued), newest_flag.get(now_valued)))
    return infos
