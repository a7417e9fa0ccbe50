"""When the next mail may leave, overall and in each lane: one memory of all sending processes."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.delivery.pacing import EVERYWHERE
from outreach.delivery.tables import Departure


def lock_departures(session: Session, *, lanes: Collection[str]) -> dict[str, datetime]:
    """When the next mail may leave in each of these lanes, as far as any has left, and in any (`EVERYWHERE`).

    Whoever else asks waits until the transaction ends, so that no two processes take the same departure.
    """
    query = select(Departure).execution_options(populate_existing=True)
    first = session.exec(query.where(Departure.domain == EVERYWHERE).with_for_update()).one()
    rows = session.exec(query.where(col(Departure.domain).in_(lanes))).all()
    return {row.domain: row.free_at for row in (first, *rows)}


def note_departures(session: Session, free_at: Mapping[str, datetime]) -> None:
    """Write when the next mails may leave. The caller has locked the departures."""
    for lane, moment in free_at.items():
        session.merge(Departure(domain=lane, free_at=moment))
    session.flush()
