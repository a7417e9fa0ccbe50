"""Reads of parcels with the decision about each."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from outreach.accounts import Actor
from outreach.db import fetch, table_of
from outreach.errors import NotFound
from outreach.reviews.manifest import Manifest, manifest_from
from outreach.reviews.status import ReviewStatus
from outreach.reviews.tables import Parcel, Review
from outreach.rounds.scope import addressees_seen

_PARCEL, _REVIEW = table_of(Parcel), table_of(Review)
_DECIDED = ("status", "decided_at", "decided_by", "comment", "batch", "seen", "native_reader")
_DECISION = [_REVIEW.c[name] for name in _DECIDED]
_PARCELS = _PARCEL.select().add_columns(*_DECISION).where(_REVIEW.c.parcel_id == _PARCEL.c.id)
_BY_ID = _PARCELS.where(_PARCEL.c.id.in_(bindparam("parcel_ids", expanding=True)))
_NUMBERED = (
    _PARCEL.select()
    .where(_PARCEL.c.addressee_id.in_(bindparam("addressee_ids", expanding=True)))
    .order_by(_PARCEL.c.number)
    .with_only_columns(_PARCEL.c.addressee_id, _PARCEL.c.id)
)


@dataclass(frozen=True, slots=True)
class ParcelInfo:
    """One parcel and its review. `asked_by` packed it; `seen` says that the decider opened this very one."""

    id: int
    round_id: int
    addressee_id: int
    number: int
    manifest: Manifest
    manifest_sha256: str
    packed_at: datetime
    asked_by: str
    status: ReviewStatus
    decided_at: datetime | None
    decided_by: str | None
    comment: str
    batch: str | None
    seen: bool
    native_reader: str | None = None


def get_parcel(session: Session, parcel_id: int) -> ParcelInfo:
    """The parcel; raises NotFound."""
    found = parcels_by_id(session, parcel_ids=[parcel_id])
    if parcel_id not in found:
        raise NotFound(f"There is no parcel {parcel_id}: see `outreach reviews list`.")
    return found[parcel_id]


def parcels_by_id(session: Session, *, parcel_ids: Collection[int]) -> dict[int, ParcelInfo]:
    """Those of these parcels that there are, in one query."""
    found = map(_info, fetch(session, _BY_ID, parcel_ids=list(parcel_ids)))
    return {info.id: info for info in found}


def find_newest_parcel(session: Session, *, addressee_id: int) -> ParcelInfo | None:
    """The addressee's parcel with the highest number, if anything was packed for it."""
    found = _list(session, addressee_ids=(addressee_id,))
    return found[-1] if found else None


def newest_parcel_ids(session: Session, *, addressee_ids: Collection[int]) -> dict[int, int]:
    """The id of each addressee's newest parcel, without reading what is in it."""
    return {row.addressee_id: row.id for row in fetch(session, _NUMBERED, addressee_ids=list(addressee_ids))}


def addresses_of(session: Session, *, parcel_ids: Collection[int]) -> dict[int, str]:
    """The address of each of these parcels, in one query."""
    address = col(Parcel.manifest)["address"].as_string()
    query = select(Parcel.id, address).where(col(Parcel.id).in_(parcel_ids))
    return {parcel_id: found for parcel_id, found in session.exec(query) if parcel_id is not None}


def list_parcels(
    session: Session,
    *,
    round_id: int,
    status: ReviewStatus | None = None,
    earlier_too: bool = False,
    seen_by: Actor | None = None,
) -> list[ParcelInfo]:
    """A round's parcels by addressee: the newest of each, or with `earlier_too` those it replaced as well.

    `seen_by` leaves out what lies outside the scope of somebody's roles.
    """
    query = _PARCELS.where(_PARCEL.c.round_id == round_id)
    if not earlier_too:
        newest = select(func.max(Parcel.id)).where(Parcel.round_id == round_id).group_by(col(Parcel.addressee_id))
        query = query.where(_PARCEL.c.id.in_(newest))
    if status is not None:
        query = query.where(_REVIEW.c.status == status)
    if seen_by is not None and seen_by.limits:
        query = query.where(_PARCEL.c.addressee_id.in_(addressees_seen(seen_by)))
    return [_info(row) for row in fetch(session, query.order_by(_PARCEL.c.addressee_id, _PARCEL.c.number))]


def count_by_round(session: Session, *, status: ReviewStatus, seen_by: Actor | None = None) -> Counter[int]:
    """How many of each round's newest parcels are in a status; rounds without any are not in it."""
    query = select(Parcel.round_id, func.count()).where(
        Review.parcel_id == Parcel.id, Review.status == status, ~_is_replaced()
    )
    if seen_by is not None and seen_by.limits:
        query = query.where(col(Parcel.addressee_id).in_(addressees_seen(seen_by)))
    return Counter(dict(session.exec(query.group_by(col(Parcel.round_id))).all()))


def count_parcels(session: Session, *, round_id: int, seen_by: Actor | None = None) -> Counter[ReviewStatus]:
    """How many of a round's newest parcels are in each status."""
    query = select(col(Review.status), func.count()).where(
        Review.parcel_id == Parcel.id, Parcel.round_id == round_id, ~_is_replaced()
    )
    if seen_by is not None and seen_by.limits:
        query = query.where(col(Parcel.addressee_id).in_(addressees_seen(seen_by)))
    return Counter(dict(session.exec(query.group_by(col(Review.status))).all()))


def list_approved(session: Session, *, addressee_ids: Collection[int]) -> list[ParcelInfo]:
    """The approved parcels of these addressees, of any round."""
    return [p for p in _list(session, addressee_ids=addressee_ids) if p.status is ReviewStatus.APPROVED]


def approved_holders(session: Session, *, addressee_ids: Collection[int]) -> dict[int, set[int | None]]:
    """Whom approved parcels of each of these addressees were written to; None where nobody is recorded."""
    holder = col(Parcel.manifest)["holder_id"].as_integer()
    query = select(Parcel.addressee_id, holder).where(
        Review.parcel_id == Parcel.id,
        Review.status == ReviewStatus.APPROVED,
        col(Parcel.addressee_id).in_(addressee_ids),
    )
    found: dict[int, set[int | None]] = defaultdict(set)
    for addressee_id, number in session.exec(query):
        found[addressee_id].add(number)
    return found


def glance_parcels(
    session: Session,
    *,
    round_ids: Collection[int],
    status: ReviewStatus | None = None,
    seen_by: Actor | None = None,
    limit: int | None = None,
) -> list[tuple[int, int, int]]:
    """Id, addressee and round of the newest parcels of these rounds, by addressee, without what is in them."""
    query = select(col(Parcel.id), col(Parcel.addressee_id), col(Parcel.round_id)).where(
        Review.parcel_id == Parcel.id, col(Parcel.round_id).in_(round_ids), ~_is_replaced()
    )
    if status is not None:
        query = query.where(Review.status == status)
    if seen_by is not None and seen_by.limits:
        query = query.where(col(Parcel.addressee_id).in_(addressees_seen(seen_by)))
    rows = session.exec(query.order_by(col(Parcel.addressee_id)).limit(limit))
    return [(number, addressee_id, round_id) for number, addressee_id, round_id in rows if number is not None]


def _is_replaced() -> ColumnElement[bool]:
    newer = aliased(Parcel)
    return exists().where(
        col(newer.addressee_id) == col(Parcel.addressee_id), col(newer.number) > col(Parcel.number)
    )


def _list(session: Session, *, addressee_ids: Collection[int]) -> list[ParcelInfo]:
    query = _PARCELS.where(_PARCEL.c.addressee_id.in_(addressee_ids))
    return [_info(row) for row in fetch(session, query.order_by(_PARCEL.c.addressee_id, _PARCEL.c.number))]


def _info(row: Any) -> ParcelInfo:
    return ParcelInfo(
        id=row.id,
        round_id=row.round_id,
        addressee_id=row.addressee_id,
        number=row.number,
        manifest=manifest_from(row.manifest),
        manifest_sha256=row.manifest_sha256,
        packed_at=row.packed_at,
        asked_by=row.asked_by,
        status=row.status,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        comment=row.comment,
        batch=row.batch,
        seen=row.seen,
        native_reader=row.native_reader,
    )
