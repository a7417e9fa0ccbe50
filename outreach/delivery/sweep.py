"""Take out of the queue what will never leave: cancelled rounds, closed rounds, windows that passed."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.status import CLAIMABLE, MOVES, UNSENT, DeliveryStatus
from outreach.delivery.tables import Delivery
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import get_round
from outreach.transitions import advance


def sweep(session: Session, *, actor: Actor, now: datetime) -> int:
    """Cancel or expire what is unsent and cannot leave any more; how many.

    A mail expires when its window has passed. What people hand over has until the round is closed.

    Raises:
        NotAllowed: the actor is not staff.
    """
    actor.require_role(Role.STAFF)
    swept = 0
    for row, target in list(_to_sweep(session, now)):
        row.status = advance(row.status, target, moves=MOVES, what=f"delivery {row.id}")
        row.next_attempt_at = None
        session.add(row)
        audit.record(session, actor=actor, action=f"delivery.{target}", subject=f"delivery:{row.id}", now=now)
        swept += 1
    return swept


def _to_sweep(session: Session, now: datetime) -> Iterator[tuple[Delivery, DeliveryStatus]]:
    query = select(Delivery).where(col(Delivery.status).in_(UNSENT)).order_by(col(Delivery.id))
    rounds: dict[int, RoundStatus] = {}
    for row in session.exec(query.with_for_update()).all():
        if row.round_id not in rounds:
            rounds[row.round_id] = get_round(session, row.round_id).status
        target = _end_of(row, rounds[row.round_id], now)
        if target is not None:
            yield row, target


def _end_of(row: Delivery, of_round: RoundStatus, now: datetime) -> DeliveryStatus | None:
    if of_round is RoundStatus.CANCELLED:
        return DeliveryStatus.CANCELLED
    if of_round is RoundStatus.CLOSED or (row.status in CLAIMABLE and row.closes_at <= now):
        return DeliveryStatus.EXPIRED
    return None
