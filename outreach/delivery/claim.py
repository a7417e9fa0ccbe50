"""Claim deliveries for sending: one worker wins each, on SQLite and on PostgreSQL, and the attempt is written
before the network is touched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlmodel import Session

from outreach.db import UtcDateTime, fetch, table_of
from outreach.delivery.address import carried_address, domain_of
from outreach.delivery.conditions import terms_of
from outreach.delivery.status import CLAIMABLE, DeliveryStatus
from outreach.delivery.tables import Attempt, Delivery
from outreach.reviews.manifest import Manifest
from outreach.reviews.store import ParcelInfo, addresses_of, parcels_by_id

_DELIVERY, _ATTEMPT = table_of(Delivery), table_of(Attempt)
_NOW = bindparam("now", type_=UtcDateTime())
_IS_DUE = (
    _DELIVERY.c.status.in_(CLAIMABLE),
    _DELIVERY.c.opens_at <= _NOW,
    _DELIVERY.c.closes_at > _NOW,
    or_(_DELIVERY.c.next_attempt_at.is_(None), _DELIVERY.c.next_attempt_at <= _NOW),
)
_DUE = (
    select(_DELIVERY.c.id, _DELIVERY.c.parcel_id, _DELIVERY.c.round_id)
    .where(*_IS_DUE)
    .order_by(_DELIVERY.c.id)
    .limit(bindparam("wanted"))
)
_AFTER = _DELIVERY.c.id > bindparam("after")
_OF_ROUND = _DELIVERY.c.round_id == bindparam("round_id")
_LISTED = {False: _DUE.where(_AFTER), True: _DUE.where(_AFTER, _OF_ROUND)}
_LOCKED = {of_round: listed.with_for_update(skip_locked=True) for of_round, listed in _LISTED.items()}
"""Others pass over these until the transaction ends. By whether only those of one round are meant."""
_OFFERED = _DUE.where(_DELIVERY.c.id.in_(bindparam("offered", expanding=True))).with_for_update(skip_locked=True)
_TAKEN = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id.in_(bindparam("free", expanding=True)), *_IS_DUE)
    .values(
        status=DeliveryStatus.SENDING,
        claimed_by=bindparam("worker"),
        leased_until=bindparam("lease_ends"),
        next_attempt_at=None,
        claims=_DELIVERY.c.claims + 1,
    )
    .returning(_DELIVERY.c.id, _DELIVERY.c.claims)
)
_PUT_OFF = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id == bindparam("delivery_id"), *_IS_DUE)
    .values(next_attempt_at=bindparam("leaves_at"))
)
_BEGUN = insert(_ATTEMPT).returning(_ATTEMPT.c.delivery_id, _ATTEMPT.c.id, _ATTEMPT.c.message_id)


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that may be claimed, with the round and the domain whose pace it shares."""

    delivery_id: int
    round_id: int
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
    rows = fetch(session, _LISTED[round_id is not None], round_id=round_id, after=after, now=now, wanted=limit)
    addresses = addresses_of(session, parcel_ids=[row.parcel_id for row in rows])
    return [Due(row.id, row.round_id, domain_of(addresses[row.parcel_id])) for row in rows]


def claim(session: Session, *, offered: Sequence[int], wanted: int, claimer: Claimer, now: datetime) -> Claims:
    """Look at the first `wanted` of the deliveries on offer that are due and that nobody else is just claiming.

    Those that may leave are ours when the transaction commits. Everything is read in this transaction, in as many
    queries as for one delivery. A live delivery whose office does not work now is put off until it does.
    """
    rows = fetch(session, _OFFERED, offered=list(offered), now=now, wanted=wanted)
    return _decide(session, rows, claimer, now)


def claim_next(
    session: Session, *, round_id: int | None, after: int, wanted: int, claimer: Claimer, now: datetime
) -> Claims:
    """The same with those whose ids are above `after`, of one round or of all: what another worker has in hand is
    passed over, so that each of many is given as many as it wants."""
    rows = fetch(session, _LOCKED[round_id is not None], round_id=round_id, after=after, now=now, wanted=wanted)
    return _decide(session, rows, claimer, now)


def _decide(session: Session, rows: Sequence[Any], claimer: Claimer, now: datetime) -> Claims:
    """Of these locked deliveries take those that may leave."""
    if not rows:
        return Claims()
    parcels = parcels_by_id(session, parcel_ids=[row.parcel_id for row in rows])
    terms = terms_of(session, list(parcels.values()), is_live=claimer.is_live, now=now)
    held, free = [], {}
    for delivery_id, parcel_id, _ in rows:
        of_parcel = terms[parcel_id]
        if of_parcel.held is not None:
            held.append(Held(delivery_id, of_parcel.held))
        elif of_parcel.leaves_at > now:
            values = {"delivery_id": delivery_id, "leaves_at": of_parcel.leaves_at, "now": now}
            session.connection().execute(_PUT_OFF, values)
        else:
            free[delivery_id] = parcels[parcel_id]
    claimed = _take(session, free, claimer, now)
    return Claims(tuple(row.id for row in rows), tuple(claimed), tuple(held))


def _take(session: Session, free: Mapping[int, ParcelInfo], claimer: Claimer, now: datetime) -> list[Claimed]:
    """The compare-and-set: a row counts as ours only when this very statement made it `sending`."""
    if not free:
        return []
    ours = fetch(session, _TAKEN, free=list(free), worker=claimer.worker, lease_ends=now + claimer.lease, now=now)
    attempts = [
        {
            "delivery_id": row.id,
            "number": row.claims,
            "message_id": claimer.message_id(),
            "worker": claimer.worker,
            "started_at": now,
        }
        for row in ours
    ]
    begun = session.connection().execute(_BEGUN, attempts).all() if attempts else []
    found = {row.delivery_id: row for row in begun}
    return [
        Claimed(delivery_id, found[delivery_id].id, found[delivery_id].message_id, parcel.manifest)
        for delivery_id, parcel in free.items()
        if delivery_id in found
    ]
