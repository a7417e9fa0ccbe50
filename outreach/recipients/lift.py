"""A person lifts an objection, with a reason."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, NotFound, WrongStatus
from outreach.recipients.scope import require_office
from outreach.recipients.store import get_objection
from outreach.recipients.tables import Objection
from outreach.recipients.values import ObjectionInfo


def lift(session: Session, *, objection_id: int, reason: str, actor: Actor, now: datetime) -> ObjectionInfo:
    """Lift an objection: from now on it no longer keeps the office or contact from being written to.

    Raises:
        BadInput: no reason is given.
        NotAllowed: the actor is not staff, or no person.
        NotFound: there is no such objection.
        WrongStatus: it was lifted before.
    """
    actor.require_role(Role.STAFF)
    actor.require_person()
    if not reason.strip():
        raise BadInput("Say why the objection is lifted: the reason is kept with it.")
    row = session.get(Objection, objection_id)
    if row is None:
        raise NotFound(f"There is no objection {objection_id}: see `outreach recipients list --objections`.")
    require_office(session, actor, Role.STAFF, office_key=row.office_key)
    if row.lifted_at is not None:
        raise WrongStatus(f"Objection {objection_id} was lifted before, by {row.lifted_by}.")
    row.lifted_at, row.lifted_by, row.lifted_reason = now, actor.name, reason.strip()
    session.add(row)
    session.flush()
    facts = {"office": row.office_key, "contact": row.contact_id}
    audit.record(
        session, actor=actor, action="objection.lifted", subject=f"objection:{objection_id}", now=now, facts=facts
    )
    return get_objection(session, objection_id)
