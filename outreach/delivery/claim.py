"""Claim deliveries for sending: one worker wins each, on SQLite and on PostgreSQL, and the attempt is written
before the network is touched."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, update
from sqlmodel import Session, col, select

from outreach.delivery.address import carried_address, domain_of
from outreach.delivery.conditions import terms_of
from outreach.delivery.status import CLAIMABLE, DeliveryStatus
from outreach.delivery.tables import Attempt, Delivery
from outreach.reviews.manifest import Manifest
from outreach.reviews.store import ParcelInfo, addresses_of, parcels_by_id


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that may be claimed, and the domain whose pace it shares."""

    delivery_id: int
    domain: str


@dataclass(frozen=True, slots=True)
class Claimer:
    """Who claims, for a transport that `is_live` or not. `message_id` makes a new Message-ID each time."""

    worker: str
    is_live: bool
    lease: timedelta
    message_id: Callable[[], str]


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
        return carried_address(self.manifest.address)


@dataclass(frozen=True, slots=True)
class Held:
    """Due, but something forbids it now; the delivery stays as it is."""

    delivery_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What became of an offer. Of those `looked_at` some are ours, some held, some were put off."""

    looked_at: tuple[int, ...] = ()
    claimed: tuple[Claimed, ...] = ()
    held: tuple[Held, ...] = ()


def list_due(session: Session, *, round_id: int | None, after: int, now: datetime, limit: int) -> list[Due]:
    """Deliveries with an id above `after` that are due now, in order."""
    query = select(Delivery.id, Delivery.parcel_id).where(*_due_at(now), col(Delivery.id) > after)
    if round_id is not None:
        query = query.where(Delivery.round_id == round_id)
    rows = session.exec(query.order_by(col(Delivery.id)).limit(limit)).all()
    addresses = addresses_of(session, parcel_ids=[parcel_id for _, parcel_id in rows])
    return [Due(row_id or 0, domain_of(addresses[parcel_id])) for row_id, parcel_id in rows]


def claim(session: Session, *, offered: Sequence[int], wanted: int, claimer: Claimer, now: datetime) -> Claims:
    """Look at the first `wanted` of the deliveries on offer that are due and that nobody else is just claiming.

    Those that may leave are ours when the transaction commits. Everything is read in this transaction, in as many
    queries as for one delivery. A live delivery whose office does not work now is put off until it does.
    """
    rows = _lock(session, offered, wanted, now)
    if not rows:
        return Claims()
    parcels = parcels_by_id(session, parcel_ids=[parcel_id for _, parcel_id in rows])
    terms = terms_of(session, list(parcels.values()), is_live=claimer.is_live, now=now)
    held, free = [], []
    for delivery_id, parcel_id in rows:
        of_parcel = terms[parcel_id]
        if of_parcel.held is not None:
            held.append(Held(delivery_id, of_parcel.held))
        elif of_parcel.leaves_at > now:
            _put_off(session, delivery_id, of_parcel.leaves_at, now)
        else:
            free.append((delivery_id, parcels[parcel_id]))
    claimed = _take(session, free, claimer, now)
    return Claims(tuple(delivery_id for delivery_id, _ in rows), tuple(claimed), tuple(held))


def _lock(session: Session, offered: Sequence[int], wanted: int, now: datetime) -> Sequence[tuple[int, int]]:
    """Ids of deliveries and their parcels. Others pass over these until the transaction ends."""
    query = select(Delivery.id, Delivery.parcel_id).where(col(Delivery.id).in_(offered), *_due_at(now))
    query = query.order_by(col(Delivery.id)).limit(wanted).with_for_update(skip_locked=True)
    return [(delivery_id, parcel_id) for delivery_id, parcel_id in session.exec(query) if delivery_id is not None]


def _take(
    session: Session, free: Sequence[tuple[int, ParcelInfo]], claimer: Claimer, now: datetime
) -> list[Claimed]:
    """The compare-and-set: a row counts as ours only when this very statement made it `sending`."""
    if not free:
        return []
    taken = session.exec(
        update(Delivery)
        .where(col(Delivery.id).in_([delivery_id for delivery_id, _ in free]), *_due_at(now))
        .values(
            status=DeliveryStatus.SENDING,
            claimed_by=claimer.worker,
            leased_until=now + claimer.lease,
            next_attempt_at=None,
        )
        .returning(col(Delivery.id))
    )
    ours = set(taken.scalars())
    attempts = _write_attempts(session, ours, claimer, now)
    return [
        Claimed(delivery_id, *attempts[delivery_id], parcel.manifest)
        for delivery_id, parcel in free
        if delivery_id in ours
    ]


def _put_off(session: Session, delivery_id: int, leaves_at: datetime, now: datetime) -> None:
    at_rest = (col(Delivery.id) == delivery_id, *_due_at(now))
    session.exec(update(Delivery).where(*at_rest).values(next_attempt_at=leaves_at))


def _due_at(now: datetime) -> tuple[Any, ...]:
    return (
        col(Delivery.status).in_(CLAIMABLE),
        col(Delivery.opens_at) <= now,
        col(Delivery.closes_at) > now,
        or_(col(Delivery.next_attempt_at).is_(None), col(Delivery.next_attempt_at) <= now),
    )


def _write_attempts(
    session: Session, delivery_ids: Collection[int], claimer: Claimer, now: datetime
) -> dict[int, tuple[int, str]]:
    """The id and the Message-ID of each delivery's new attempt."""
    counted = select(Attempt.delivery_id, func.count()).where(col(Attempt.delivery_id).in_(delivery_ids))
    earlier = dict(session.exec(counted.group_by(col(Attempt.delivery_id))).all())
    attempts = [
        {
            "delivery_id": delivery_id,
            "number": earlier.get(delivery_id, 0) + 1,
            "message_id": claimer.message_id(),
            "worker": claimer.worker,
            "started_at": now,
        }
        for delivery_id in delivery_ids
    ]
    statement = insert(Attempt).returning(col(Attempt.delivery_id), col(Attempt.id), col(Attempt.message_id))
    written = session.execute(statement, attempts) if attempts else ()
    return {delivery_id: (attempt_id, message_id) for delivery_id, attempt_id, message_id in written}
