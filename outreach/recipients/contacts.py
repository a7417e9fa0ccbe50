"""Reads of contacts, with what people found out about them: the store gives them out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, bindparam
from sqlmodel import Session

from outreach.db import fetch, table_of
from outreach.errors import NotFound
from outreach.recipients.from_rows import contact_info
from outreach.recipients.tables import Contact, ContactCheck, ContactFlag
from outreach.recipients.values import ContactInfo, value_sha256

_CONTACT, _CHECK, _FLAG = table_of(Contact), table_of(ContactCheck), table_of(ContactFlag)
_CONTACTS = (
    _CONTACT.select()
    .add_columns(
        _CHECK.c.value_sha256.label("checked_value"),
        _CHECK.c.checked_by,
        _CHECK.c.checked_at,
        _CHECK.c.source,
        _CHECK.c.expires_at,
        _FLAG.c.value_sha256.label("flagged_value"),
        _FLAG.c.flagged_at,
        _FLAG.c.reason,
    )
    .outerjoin_from(_CONTACT, _CHECK, _CHECK.c.contact_id == _CONTACT.c.id)
    .outerjoin(_FLAG, and_(_FLAG.c.contact_id == _CONTACT.c.id, _FLAG.c.lifted_at.is_(None)))
    .order_by(_CHECK.c.id, _FLAG.c.id)
)
"""A contact stands there once for each check of it and each doubt, the newest last."""
_BY_ID = _CONTACTS.where(_CONTACT.c.id.in_(bindparam("contact_ids", expanding=True)))
_OF_OFFICE = _CONTACTS.where(_CONTACT.c.office_key == bindparam("office_key"))
_IN_USE = _CONTACTS.where(_CONTACT.c.retired_at.is_(None))


def list_contacts(session: Session, office_key: str, *, include_retired: bool = False) -> list[ContactInfo]:
    """The contacts of an office, best first."""
    found = _infos(fetch(session, _OF_OFFICE, office_key=office_key))
    return [contact for contact in found if include_retired or not contact.retired]


def contacts_by_office(session: Session) -> dict[str, list[ContactInfo]]:
    """The contacts in use of every office, best first, in one query."""
    found: dict[str, list[ContactInfo]] = defaultdict(list)
    for contact in _infos(fetch(session, _IN_USE)):
        found[contact.office_key].append(contact)
    return dict(found)


def get_contact(session: Session, contact_id: int) -> ContactInfo:
    """One contact, retired or not; raises NotFound."""
    found = contacts_by_id(session, contact_ids=[contact_id])
    if contact_id not in found:
        raise NotFound(f"There is no contact {contact_id}: see `outreach recipients show OFFICE`.")
    return found[contact_id]


def contacts_by_id(session: Session, *, contact_ids: Collection[int]) -> dict[int, ContactInfo]:
    """Those of these contacts that there are, retired or not, in one query."""
    return {contact.id: contact for contact in _infos(fetch(session, _BY_ID, contact_ids=list(contact_ids)))}


def _infos(rows: Sequence[Any]) -> list[ContactInfo]:
    """Each contact once, best first; the newest check and doubt count, and only those of its present value."""
    contacts, checks, flags = dict[int, Any](), dict[int, Any](), dict[int, Any]()
    for row in rows:
        contacts[row.id] = row
        value = value_sha256(row.channel, row.value)
        if row.checked_value == value:
            checks[row.id] = row
        if row.flagged_value == value:
            flags[row.id] = row
    best_first = sorted(contacts.values(), key=lambda row: (row.office_key, row.preference, row.id))
    return [contact_info(row, checks.get(row.id), flags.get(row.id)) for row in best_first]
