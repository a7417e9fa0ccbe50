"""Reads of governments, offices, contacts, holders and objections."""

from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from outreach.db import fetch, table_of
from outreach.errors import NotFound
from outreach.recipients.contacts import contacts_by_id, contacts_by_office, get_contact, list_contacts
from outreach.recipients.from_rows import government_info, objection_info, office_info
from outreach.recipients.holders import current_holder, current_holders, list_holders
from outreach.recipients.import_report import ImportInfo
from outreach.recipients.status import OfficeKind, ProposalStatus
from outreach.recipients.tables import (
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
    "time_zones",
]

_GOVERNMENT, _OFFICE, _OBJECTION = table_of(Government), table_of(Office), table_of(Objection)
_ZONES = (
    _GOVERNMENT.select()
    .where(_GOVERNMENT.c.code.in_(bindparam("codes", expanding=True)))
    .with_only_columns(_GOVERNMENT.c.code, _GOVERNMENT.c.time_zone)
)
_OFFICES_BY_KEY = _OFFICE.select().where(_OFFICE.c.key.in_(bindparam("keys", expanding=True)))
_STANDING = (
    _OBJECTION.select()
    .where(_OBJECTION.c.office_key.in_(bindparam("office_keys", expanding=True)), _OBJECTION.c.lifted_at.is_(None))
    .order_by(_OBJECTION.c.id)
)


def list_governments(session: Session) -> list[GovernmentInfo]:
    """All governments, by code."""
    return [government_info(row) for row in session.exec(select(Government).order_by(col(Government.code)))]


def get_government(session: Session, code: str) -> GovernmentInfo:
    """One government; raises NotFound."""
    row = session.get(Government, code)
    if row is None:
        raise NotFound(f"No government has the code {code!r}: see `outreach recipients list`.")
    return government_info(row)


def time_zones(session: Session, *, codes: Collection[str]) -> dict[str, str]:
    """The IANA time zone of each of these governments, by its code, in one query."""
    return {row.code: row.time_zone for row in fetch(session, _ZONES, codes=list(codes))}


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
    return {row.key: office_info(row) for row in fetch(session, _OFFICES_BY_KEY, keys=list(keys))}


def find_objection(session: Session, *, office_key: str, contact_id: int | None) -> ObjectionInfo | None:
    """The objection that stands against writing to this contact, or to any contact of its office."""
    standing = standing_objections(session, office_keys=[office_key])
    return next((one for one in standing if one.concerns(office_key, contact_id)), None)


def standing_objections(session: Session, *, office_keys: Collection[str]) -> list[ObjectionInfo]:
    """The objections of these offices that nobody lifted, in the order they came."""
    return [objection_info(row) for row in fetch(session, _STANDING, office_keys=list(office_keys))]


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
