"""Find the deliveries whose worker died: what became of them nobody knows."""

from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.facts import facts_hash
from outreach.delivery.status import MOVES, DeliveryStatus, Outcome
from outreach.delivery.store import AttemptInfo
from outreach.delivery.tables import Attempt, Delivery
from outreach.transitions import advance

LONGEST_LEASE = timedelta(hours=1)
"""No lease ends later than this from now, unless the clock that gave it was wrong."""
WORKER_LOST = "The sending process ended before it wrote what the server said."


def recover(session: Session, *, actor: Actor, now: datetime) -> list[int]:
    """Make every delivery `uncertain` that is still `sending` after its lease; their ids.

    A lease that ends impossibly late, given when a clock was far ahead, is over as well. None is ever sent again
    without a person's choice (`outreach delivery settle`).

    Raises:
        NotAllowed: the actor is not staff.
    """
    actor.require(Role.STAFF)
    ends = col(Delivery.leased_until)
    is_over = or_(ends < now, ends > now + LONGEST_LEASE)
    lost = select(Delivery).where(Delivery.status == DeliveryStatus.SENDING, is_over)
    rows = session.exec(lost.order_by(col(Delivery.id)).with_for_update()).all()
    for row in rows:
        row.status = advance(row.status, DeliveryStatus.UNCERTAIN, moves=MOVES, what=f"delivery {row.id}")
        row.leased_until = None
        session.add(row)
        facts = _close_attempt(session, row, now)
        subject = f"delivery:{row.id}"
        audit.record(session, actor=actor, action="delivery.lost", subject=subject, now=now, facts=facts)
    return [row.id for row in rows if row.id is not None]


def _close_attempt(session: Session, row: Delivery, now: datetime) -> dict[str, str]:
    """Close the one attempt that has no result; its hash for the ledger."""
    query = select(Attempt).where(Attempt.delivery_id == row.id, col(Attempt.outcome).is_(None))
    attempt = session.exec(query).one()
    attempt.ended_at, attempt.outcome, attempt.reply_text = now, Outcome.UNCERTAIN, WORKER_LOST
    session.add(attempt)
    return {"attempt_sha256": facts_hash(AttemptInfo(**attempt.model_dump()))}
