"""Whether an approval still covers what would be sent today. Computed, never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.errors import Refused
from outreach.reviews.manifest import difference
from outreach.reviews.rebuild import Sources, rebuild, sources_of_each, words_of
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, get_parcel, newest_parcel_ids
from outreach.rounds.calendar import is_too_late
from outreach.rounds.store import RoundInfo, addressees_by_id, get_round
from outreach.signatures.store import is_withdrawn


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a parcel today: why an approval of it would not hold (None when it would), and of what that
    was found; `sources` is None when the addressee is left out."""

    outdated: str | None
    round: RoundInfo
    sources: Sources | None


def why_invalid(session: Session, *, parcel_id: int, now: datetime) -> str | None:
    """Why this parcel may not be sent, in one sentence; None when its approval holds.

    The approval holds when the parcel is the addressee's newest, neither text nor counts are withdrawn, office and
    contact are in use, the letter is not dated more than seven days ago, and the manifest rebuilt from today's
    contact, holder, text, counts and documents equals the approved one. Templates play no part.

    Raises:
        NotFound: there is no such parcel.
    """
    parcel = get_parcel(session, parcel_id)
    return why_unapproved(parcel) or why_outdated(session, parcel, now=now)


def why_unapproved(parcel: ParcelInfo) -> str | None:
    """A sentence when nobody has approved the parcel."""
    if parcel.status is ReviewStatus.APPROVED:
        return None
    return f"Parcel {parcel.id} is not approved but {parcel.status.replace('_', ' ')}."


def why_outdated(session: Session, parcel: ParcelInfo, *, now: datetime) -> str | None:
    """The same for a parcel that nobody has approved yet: why an approval of it would not hold."""
    return standings_of(session, [parcel], now=now)[parcel.id].outdated


def standings_of(session: Session, parcels: Collection[ParcelInfo], *, now: datetime) -> dict[int, Standing]:
    """The same for many parcels, by their ids, in as many queries as for one."""
    addressee_ids = {parcel.addressee_id for parcel in parcels}
    newest = newest_parcel_ids(session, addressee_ids=addressee_ids)
    addressees = addressees_by_id(session, addressee_ids=addressee_ids)
    rounds = {number: get_round(session, number) for number in {parcel.round_id for parcel in parcels}}
    sources = sources_of_each(session, list(addressees.values()), rounds=rounds, now=now)
    snapshots = {one.snapshot_id for one in rounds.values()}
    withdrawn = {number for number in snapshots if is_withdrawn(session, number)}
    standings = {}
    for parcel in parcels:
        of_parcel = sources[parcel.addressee_id]
        newer = newest[parcel.addressee_id]
        outdated = (
            f"Parcel {parcel.id} was replaced by parcel {newer}."
            if newer != parcel.id
            else _why_outdated(parcel, of_parcel, withdrawn, now)
        )
        known = of_parcel if isinstance(of_parcel, Sources) else None
        standings[parcel.id] = Standing(outdated, rounds[parcel.round_id], known)
    return standings


def _why_outdated(
    parcel: ParcelInfo, sources: Sources | Refused, withdrawn: Collection[int], now: datetime
) -> str | None:
    if isinstance(sources, Refused):
        return str(sources)
    return _why_withdrawn(sources, withdrawn, now) or _why_different(parcel, sources)


def _why_withdrawn(sources: Sources, withdrawn: Collection[int], now: datetime) -> str | None:
    opens_at = sources.addressee.opens_at
    if sources.version.withdrawn_at is not None:
        return f"Petition version {sources.version.id} is withdrawn."
    if sources.round.snapshot_id in withdrawn:
        return f"Snapshot {sources.round.snapshot_id} is withdrawn."
    if sources.office.retired:
        return f"The office {sources.office.key} is retired."
    if sources.contact.retired:
        return f"Contact {sources.contact.id} of {sources.office.key} is retired."
    if opens_at is not None and is_too_late(opens_at, now):
        return "The letter is dated more than seven days ago: it needs a new version."
    return None


def _why_different(parcel: ParcelInfo, sources: Sources) -> str | None:
    approved = parcel.manifest
    try:
        rebuilt = rebuild(sources, words=words_of(approved))
    except Refused as refused:
        return str(refused)
    return difference(approved, rebuilt)
