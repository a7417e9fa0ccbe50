"""Whether an approval still covers what would be sent today. Computed, never stored."""

from datetime import datetime

from sqlmodel import Session

from outreach.errors import Refused
from outreach.reviews.manifest import difference
from outreach.reviews.rebuild import Sources, rebuild, sources_of
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, get_parcel, newest_parcel_id
from outreach.rounds.calendar import is_too_late
from outreach.rounds.store import get_addressee
from outreach.signatures.store import get_snapshot


def why_invalid(session: Session, *, parcel_id: int, now: datetime) -> str | None:
    """Why this parcel may not be sent, in one sentence; None when its approval holds.

    The approval holds when the parcel is the addressee's newest, neither text nor counts are withdrawn, office and
    contact are in use, the letter is not dated more than seven days ago, and the manifest rebuilt from today's
    contact, holder, text, counts and documents equals the approved one. Templates play no part.

    Raises:
        NotFound: there is no such parcel.
    """
    return why_not_sent(session, get_parcel(session, parcel_id), now=now)


def why_not_sent(session: Session, parcel: ParcelInfo, *, now: datetime) -> str | None:
    """The same for a parcel that was just read."""
    if parcel.status is not ReviewStatus.APPROVED:
        return f"Parcel {parcel.id} is not approved but {parcel.status.replace('_', ' ')}."
    return why_outdated(session, parcel, now=now)


def why_outdated(session: Session, parcel: ParcelInfo, *, now: datetime) -> str | None:
    """The same for a parcel that nobody has approved yet: why an approval of it would not hold."""
    newest = newest_parcel_id(session, addressee_id=parcel.addressee_id)
    if newest != parcel.id:
        return f"Parcel {parcel.id} was replaced by parcel {newest}."
    try:
        sources = sources_of(session, get_addressee(session, parcel.addressee_id), now=now)
        return _why_withdrawn(session, sources, now) or _why_different(parcel, sources)
    except Refused as refused:
        return str(refused)


def _why_withdrawn(session: Session, sources: Sources, now: datetime) -> str | None:
    opens_at = sources.addressee.opens_at
    if sources.version.withdrawn_at is not None:
        return f"Petition version {sources.version.id} is withdrawn."
    if get_snapshot(session, sources.round.snapshot_id).withdrawn_at is not None:
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
    rebuilt = rebuild(sources, subject=approved.subject, text=approved.text, html=approved.html)
    return difference(approved, rebuilt)
