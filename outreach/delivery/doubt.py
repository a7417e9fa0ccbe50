"""What is to be sent again may have been sent: it waits for a person."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.audit.store import list_entries
from outreach.blobs import sha256_of
from outreach.delivery.status import CLAIMABLE, LATE, DeliveryStatus
from outreach.delivery.store import list_attempts
from outreach.delivery.tables import Delivery
from outreach.errors import NotFound
from outreach.rounds.scope import require_addressee
from outreach.transitions import advance

ACTION = "delivery.doubted"
MOST_DOUBTS = 10_000


def doubt(session: Session, *, delivery_id: int, reason: str, actor: Actor, now: datetime) -> bool:
    """Make a delivery that waits for another try `uncertain`; whether it was one.

    Something came, such as a receipt, that nobody would have sent had no earlier try been taken. A mail that was
    never tried, or that is no longer to be sent, stays as it is. The same reason raises doubt once: a person has
    decided since.

    Raises:
        NotFound: there is no such delivery.
        NotAllowed: the actor is neither staff nor coordinator.
    """
    row = session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}: see `outreach delivery list`.")
    require_addressee(session, actor, Role.STAFF, Role.COORDINATOR, addressee_id=row.addressee_id)
    if row.status not in CLAIMABLE or not list_attempts(session, delivery_id):
        return False
    subject, because = f"delivery:{delivery_id}", sha256_of(reason.encode())
    known = list_entries(session, subject=subject, action=ACTION, limit=MOST_DOUBTS)
    if any(entry.facts.get("reason_sha256") == because for entry in known):
        return False
    was, target = row.status, DeliveryStatus.UNCERTAIN
    row.status = advance(was, target, moves=LATE, what=f"delivery {delivery_id}")
    row.settled_at, row.settled_by, row.settled_because = now, actor.name, reason
    row.next_attempt_at = None
    session.add(row)
    session.flush()
    facts = {"was": was, "status": target, "reason_sha256": because}
    audit.record(session, actor=actor, action=ACTION, subject=subject, now=now, facts=facts)
    return True
