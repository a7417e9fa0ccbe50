"""Somebody asked that an office, or one of its contacts, not be written to."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, NotFound
from outreach.recipients.scope import require_office
from outreach.recipients.status import Scope
from outreach.recipients.store import get_contact, get_objection, get_office
from outreach.recipients.tables import Objection
from outreach.recipients.values import ObjectionInfo


def object_to(
    session: Session,
    *,
    office_key: str,
    contact_id: int | None = None,
    who: str,
    source: str,
    actor: Actor,
    now: datetime,
) -> ObjectionInfo:
    """Record the objection; it stands until somebody lifts it. Without `contact_id` it covers the whole office.

    `who` asked (a function, not a person's name), and `source` is where: a mail's number, a call, a letter.

    Raises:
        BadInput: `who` or `source` is empty.
        NotAllowed: the actor is neither staff nor a coordinator.
        NotFound: there is no such office, or the contact is not one of it.
    """
    require_office(session, actor, Role.STAFF, Role.COORDINATOR, office_key=office_key)
    if not who.strip() or not source.strip():
        raise BadInput("Say who objected and where that is written: both are kept with the objection.")
    get_office(session, office_key)
    if contact_id is not None and get_contact(session, contact_id).office_key != office_key:
        raise NotFound(
            f"Contact {contact_id} is not one of {office_key}: see `outreach recipients show {office_key}`."
        )
    row = Objection(
        scope=Scope.OFFICE if contact_id is None else Scope.CONTACT,
        office_key=office_key,
        contact_id=contact_id,
        who=who.strip(),
        source=source.strip(),
        objected_at=now,
        recorded_by=actor.name,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    facts = {"office": office_key, "contact": contact_id}
    audit.record(
        session, actor=actor, action="objection.recorded", subject=f"objection:{row.id}", now=now, facts=facts
    )
    return get_objection(session, row.id)
