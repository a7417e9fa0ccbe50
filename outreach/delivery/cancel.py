"""Call a delivery off before it is sent."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import sha256_of
from outreach.delivery.status import MOVES, UNSENT, DeliveryStatus
from outreach.delivery.store import DeliveryInfo, get_delivery
from outreach.delivery.tables import Delivery
from outreach.errors import NotFound, WrongStatus
from outreach.rounds.scope import require_addressee
from outreach.transitions import advance


def cancel(session: Session, *, delivery_id: int, reason: str, actor: Actor, now: datetime) -> DeliveryInfo:
    """Call it off. A mail that is being sent or was sent cannot be called back.

    Raises:
        NotFound: there is no such delivery.
        NotAllowed: the actor is not a person on the staff.
        WrongStatus: it is no longer unsent.
    """
    actor.require_person()
    actor.require_role(Role.STAFF)
    row = session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}: see `outreach delivery list`.")
    require_addressee(session, actor, Role.STAFF, addressee_id=row.addressee_id)
    if row.status not in UNSENT:
        raise WrongStatus(f"Delivery {delivery_id} is {row.status}: only what is unsent can be called off.")
    row.status = advance(row.status, DeliveryStatus.CANCELLED, moves=MOVES, what=f"delivery {delivery_id}")
    row.settled_at, row.settled_by, row.settled_because = now, actor.name, reason
    row.next_attempt_at = None
    session.add(row)
    session.flush()
    facts = {"reason_sha256": sha256_of(reason.encode())}
    subject = f"delivery:{delivery_id}"
    audit.record(session, actor=actor, action="delivery.cancelled", subject=subject, now=now, facts=facts)
    return get_delivery(session, delivery_id)
