"""Find the deliveries whose worker died: what became of them nobody knows."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.status import MOVES, DeliveryStatus, Outcome
from outreach.delivery.tables import Attempt, Delivery
from outreach.transitions import advance

WORKER_LOST = "The sending process ended before it wrote what the server said."


def recover(session: Session, *, actor: Actor, now: datetime) -> list[int]:
    """Make every delivery `uncertain` that is still `sending` after its lease; their ids.

    They are never sent again without a person's choice (`outreach delivery settle`).

    Raises:
        NotAllowed: the actor is not staff.
    """
    actor.require(Role.STAFF)
    lost = select(Delivery).where(Delivery.status == DeliveryStatus.SENDING, col(Delivery.leased_until) < now)
    rows = session.exec(lost.order_by(col(Delivery.id)).with_for_update()).all()
    for row in rows:
        row.status = advance(row.status, DeliveryStatus.UNCERTAIN, moves=MOVES, what=f"delivery {row.id}")
        row.leased_until = None
        session.add(row)
        _close_attempt(session, row, now)
        audit.record(session, actor=actor, action="delivery.lost", subject=f"delivery:{row.id}", now=now)
    return [row.id for row in rows if row.id is not None]


def _close_attempt(session: Session, row: Delivery, now: datetime) -> None:
    query = select(Attempt).where(Attempt.delivery_id == row.id, col(Attempt.outcome).is_(None))
    for attempt in session.exec(query):
        attempt.ended_at, attempt.outcome, attempt.reply_text = now, Outcome.UNCERTAIN, WORKER_LOST
        session.add(attempt)
