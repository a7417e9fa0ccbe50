"""Send again to another contact after a failure: a new addressee that passes build, review and queue."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.status import FAILED, DeliveryStatus
from outreach.delivery.store import get_delivery
from outreach.errors import WrongStatus
from outreach.rounds.add import add_addressee
from outreach.rounds.scope import require_addressee
from outreach.rounds.status import Purpose
from outreach.rounds.store import AddresseeInfo


def resend(session: Session, *, delivery_id: int, contact_id: int, actor: Actor, now: datetime) -> AddresseeInfo:
    """Add an addressee with the purpose `resend` at another contact of the same office, replacing this one.

    Raises:
        NotFound: there is no such delivery or contact.
        NotAllowed: the actor is not a person on the staff.
        WrongStatus: the delivery has not failed, or is uncertain: settle it first.
        Refused: the contact is another office's, cannot be used, or the office objected.
        Conflict: the round writes to that contact already.
    """
    actor.require_person()
    delivery = get_delivery(session, delivery_id)
    require_addressee(session, actor, Role.STAFF, addressee_id=delivery.addressee_id)
    if delivery.status is DeliveryStatus.UNCERTAIN:
        raise WrongStatus(
            f"Delivery {delivery_id} is uncertain: settle it first, so that nobody gets two letters."
        )
    if delivery.status not in FAILED:
        raise WrongStatus(f"Delivery {delivery_id} is {delivery.status}: only what failed is sent again.")
    added = add_addressee(
        session,
        replaces=delivery.addressee_id,
        contact_id=contact_id,
        purpose=Purpose.RESEND,
        actor=actor,
        now=now,
    )
    facts = {"addressee": added.id, "contact": contact_id}
    subject = f"delivery:{delivery_id}"
    audit.record(session, actor=actor, action="delivery.resent", subject=subject, now=now, facts=facts)
    return added
