"""Claim a delivery for sending: one worker wins, on SQLite and on PostgreSQL, and the attempt is written
before the network is touched."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, update
from sqlmodel import Session, col, select

from outreach.delivery.address import ascii_address, domain_of
from outreach.delivery.conditions import why_held
from outreach.delivery.status import CLAIMABLE, DeliveryStatus
from outreach.delivery.store import DeliveryInfo, lock_delivery
from outreach.delivery.tables import Attempt, Delivery
from outreach.delivery.windows import next_office_time
from outreach.recipients.store import get_government
from outreach.reviews.manifest import Manifest
from outreach.reviews.store import addresses_of, get_parcel
from outreach.rounds.store import get_addressee, get_round


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that may be claimed, and the domain whose pace it shares."""

    delivery_id: int
    domain: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """Ours until the lease ends. `manifest` is what was approved."""

    delivery_id: int
    attempt_id: int
    message_id: str
    manifest: Manifest

    @property
    def recipient(self) -> str:
        """The address as SMTP carries it; raises BadInput when it is not plain."""
        return ascii_address(self.manifest.address)


@dataclass(frozen=True, slots=True)
class Held:
    """Due, but something forbids it now; the delivery stays as it is."""

    delivery_id: int
    reason: str


def list_due(session: Session, *, round_id: int | None, after: int, now: datetime, limit: int) -> list[Due]:
    """Deliveries with an id above `after` that are due now, in order."""
    query = select(Delivery.id, Delivery.parcel_id).where(*_due_at(now), col(Delivery.id) > after)
    if round_id is not None:
        query = query.where(Delivery.round_id == round_id)
    rows = session.exec(query.order_by(col(Delivery.id)).limit(limit)).all()
    addresses = addresses_of(session, parcel_ids=[parcel_id for _, parcel_id in rows])
    return [Due(row_id or 0, domain_of(addresses[parcel_id])) for row_id, parcel_id in rows]


def claim(
    session: Session,
    *,
    delivery_id: int,
    worker: str,
    message_id: str,
    is_live: bool,
    lease: timedelta,
    now: datetime,
) -> Claimed | Held | None:
    """Take the delivery, or say why it is held; None when it is no longer due or another worker took it.

    A live delivery whose office does not work now is put off until it does.
    """
    delivery = lock_delivery(session, delivery_id)
    if delivery is None or delivery.status not in CLAIMABLE:
        return None
    parcel = get_parcel(session, delivery.parcel_id)
    current = get_round(session, delivery.round_id)
    reason = why_held(session, current=current, parcel=parcel, is_live=is_live, now=now)
    if reason is not None:
        return Held(delivery_id, reason)
    opens_at = _opens_at(session, delivery, now) if current.live else now
    if opens_at > now:
        _put_off(session, delivery_id, opens_at, now)
        return None
    taken = session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.parcel_id) == parcel.id, *_due_at(now))
        .values(status=DeliveryStatus.SENDING, claimed_by=worker, leased_until=now + lease, next_attempt_at=None)
    )
    if taken.rowcount != 1:
        return None
    attempt_id = _write_attempt(session, delivery_id, worker, message_id, now)
    return Claimed(delivery_id, attempt_id, message_id, parcel.manifest)


def _opens_at(session: Session, delivery: DeliveryInfo, now: datetime) -> datetime:
    """When the office works next; a trial keeps to its window only."""
    government = get_government(session, get_addressee(session, delivery.addressee_id).government)
    return next_office_time(government.code, time_zone=government.time_zone, now=now)


def _put_off(session: Session, delivery_id: int, opens_at: datetime, now: datetime) -> None:
    at_rest = (col(Delivery.id) == delivery_id, *_due_at(now))
    session.exec(update(Delivery).where(*at_rest).values(next_attempt_at=opens_at))


def _due_at(now: datetime):  # type: ignore[no-untyped-def]  # SQLAlchemy's type of a condition list is private
    return (
        col(Delivery.status).in_(CLAIMABLE),
        col(Delivery.opens_at) <= now,
        col(Delivery.closes_at) > now,
        or_(col(Delivery.next_attempt_at).is_(None), col(Delivery.next_attempt_at) <= now),
    )


def _write_attempt(session: Session, delivery_id: int, worker: str, message_id: str, now: datetime) -> int:
    earlier = session.exec(select(func.count()).where(col(Attempt.delivery_id) == delivery_id)).one()
    attempt = Attempt(
        delivery_id=delivery_id, number=earlier + 1, message_id=message_id, worker=worker, started_at=now
    )
    session.add(attempt)
    session.flush()
    assert attempt.id is not None
    return attempt.id
