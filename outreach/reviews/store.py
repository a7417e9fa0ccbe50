"""Reads of parcels with the decision about each."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from outreach.errors import NotFound
from outreach.reviews.manifest import Manifest, manifest_from
from outreach.reviews.status import ReviewStatus
from outreach.reviews.tables import Parcel, Review


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


def get_parcel(session: Session, parcel_id: int) -> ParcelInfo:
    """The parcel; raises NotFound."""
    found = parcels_by_id(session, parcel_ids=[parcel_id])
    if parcel_id not in found:
        raise NotFound(f"There is no parcel {parcel_id}: see `outreach reviews list`.")
    return found[parcel_id]


def parcels_by_id(session: Session, *, parcel_ids: Collection[int]) -> dict[int, ParcelInfo]:
    """Those of these parcels that there are, in one query."""
    query = select(Parcel, Review).where(Review.parcel_id == Parcel.id, col(Parcel.id).in_(parcel_ids))
    rows = session.exec(query.execution_options(populate_existing=True))
    return {info.id: info for info in (_info(*found) for found in rows)}


def find_newest_parcel(session: Session, *, addressee_id: int) -> ParcelInfo | None:
    """The addressee's parcel with the highest number, if anything was packed for it."""
    found = _list(session, addressee_ids=(addressee_id,))
    return found[-1] if found else None


def newest_parcel_ids(session: Session, *, addressee_ids: Collection[int]) -> dict[int, int]:
    """The id of each addressee's newest parcel, without reading what is in it."""
    query = select(Parcel.addressee_id, Parcel.id).where(col(Parcel.addressee_id).in_(addressee_ids))
    rows = session.exec(query.order_by(col(Parcel.number)))
    return {addressee_id: parcel_id for addressee_id, parcel_id in rows if parcel_id is not None}


def addresses_of(session: Session, *, parcel_ids: Collection[int]) -> dict[int, str]:
    """The address of each of these parcels, in one query."""
    address = col(Parcel.manifest)["address"].as_string()
    query = select(Parcel.id, address).where(col(Parcel.id).in_(parcel_ids))
    return {parcel_id: found for parcel_id, found in session.exec(query) if parcel_id is not None}


def list_parcels(
    session: Session, *, round_id: int, status: ReviewStatus | None = None, earlier_too: bool = False
) -> list[ParcelInfo]:
    """A round's parcels by addressee: the newest of each, or with `earlier_too` those it replaced as well."""
    query = select(Parcel, Review).where(Review.parcel_id == Parcel.id, Parcel.round_id == round_id)
    if not earlier_too:
        newest = select(func.max(Parcel.id)).where(Parcel.round_id == round_id).group_by(col(Parcel.addressee_id))
        query = query.where(col(Parcel.id).in_(newest))
    if status is not None:
        query = query.where(Review.status == status)
    query = query.order_by(col(Parcel.addressee_id), col(Parcel.number))
    return [_info(*found) for found in session.exec(query.execution_options(populate_existing=True))]


def count_by_round(session: Session, *, status: ReviewStatus) -> Counter[int]:
    """How many of each round's newest parcels are in a status; rounds without any are not in it."""
    newer = aliased(Parcel)
    is_replaced = exists().where(
        col(newer.addressee_id) == col(Parcel.addressee_id), col(newer.number) > col(Parcel.number)
    )
    query = select(Parcel.round_id, func.count()).where(
        Review.parcel_id == Parcel.id, Review.status == status, ~is_replaced
    )
    return Counter(dict(session.exec(query.group_by(col(Parcel.round_id))).all()))


def list_approved(session: Session, *, addressee_ids: Collection[int]) -> list[ParcelInfo]:
    """The approved parcels of these addressees, of any round."""
    return [p for p in _list(session, addressee_ids=addressee_ids) if p.status is ReviewStatus.APPROVED]


def _list(session: Session, *, addressee_ids: Collection[int]) -> list[ParcelInfo]:
    query = select(Parcel, Review).where(
        Review.parcel_id == Parcel.id, col(Parcel.addressee_id).in_(addressee_ids)
    )
    query = query.order_by(col(Parcel.addressee_id), col(Parcel.number))
    return [_info(*found) for found in session.exec(query.execution_options(populate_existing=True))]


def _info(parcel: Parcel, review: Review) -> ParcelInfo:
    assert parcel.id is not None
    return ParcelInfo(
        id=parcel.id,
        round_id=parcel.round_id,
        addressee_id=parcel.addressee_id,
        number=parcel.number,
        manifest=manifest_from(parcel.manifest),
        manifest_sha256=parcel.manifest_sha256,
        packed_at=parcel.packed_at,
        asked_by=parcel.asked_by,
        status=review.status,
        decided_at=review.decided_at,
        decided_by=review.decided_by,
        comment=review.comment,
        batch=review.batch,
        seen=review.seen,
    )
