"""What the campaign does next about a delivery, by when, and that it was done."""

from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.store import get_delivery
from outreach.errors import BadInput, WrongStatus
from outreach.responses.record import NEVER_LEFT
from outreach.responses.store import FollowUpInfo, get_follow_up
from outreach.responses.tables import FollowUp
from outreach.rounds.scope import require_addressee


def plan_follow_up(
    session: Session, *, delivery_id: int, what: str, due_on: date, actor: Actor, now: datetime
) -> FollowUpInfo:
    """Plan the next step, such as a telephone call to the clerk.

    Raises:
        NotFound: there is no such delivery.
        NotAllowed: the actor is not a coordinator, or not a person.
        WrongStatus: the delivery never left.
        BadInput: no words, or a day that is past.
    """
    actor.require_role(Role.COORDINATOR)
    actor.require_person()
    delivery = get_delivery(session, delivery_id)
    require_addressee(session, actor, Role.COORDINATOR, addressee_id=delivery.addressee_id)
    if delivery.status in NEVER_LEFT:
        raise WrongStatus(f"Delivery {delivery_id} never left ({delivery.status}): there is nothing to follow up.")
    if not what.strip():
        raise BadInput("Say what is to be done, such as “telephone the clerk of the committee”.")
    if due_on < now.date():
        raise BadInput(f"{due_on} is past: choose today ({now.date()} UTC) or a later day.")
    row = FollowUp(
        delivery_id=delivery_id, what=what.strip(), due_on=due_on, planned_at=now, planned_by=actor.name
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    _note(session, "follow_up.planned", row.id, delivery_id, actor, now)
    return get_follow_up(session, row.id)


def finish_follow_up(
    session: Session, *, follow_up_id: int, note: str, actor: Actor, now: datetime
) -> FollowUpInfo:
    """Say that it was done, and with what result.

    Raises:
        NotFound: there is no such follow-up.
        NotAllowed: the actor is not a coordinator, or not a person.
        WrongStatus: it is done already.
    """
    actor.require_role(Role.COORDINATOR)
    actor.require_person()
    before = get_follow_up(session, follow_up_id)
    addressee_id = get_delivery(session, before.delivery_id).addressee_id
    require_addressee(session, actor, Role.COORDINATOR, addressee_id=addressee_id)
    # Compare and set: of two who finish it at once, one is told.
    statement = update(FollowUp).where(col(FollowUp.id) == follow_up_id, col(FollowUp.done_at).is_(None))
    done = session.exec(statement.values(done_at=now, done_by=actor.name, note=note.strip()))
    if done.rowcount != 1:
        raise WrongStatus(f"Follow-up {follow_up_id} is done already, by {before.done_by or 'somebody'}.")
    _note(session, "follow_up.done", follow_up_id, before.delivery_id, actor, now)
    return get_follow_up(session, follow_up_id)


def _note(session: Session, action: str, follow_up_id: int, delivery_id: int, actor: Actor, now: datetime) -> None:
    subject = f"follow_up:{follow_up_id}"
    audit.record(session, actor=actor, action=action, subject=subject, now=now, facts={"delivery": delivery_id})
