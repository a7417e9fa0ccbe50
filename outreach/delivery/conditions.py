"""Everything that must hold at the moment a mail is claimed, each broken condition as a sentence."""

from datetime import datetime

from sqlmodel import Session

from outreach.delivery.store import find_stop
from outreach.recipients.store import find_objection, get_contact
from outreach.reviews.store import ParcelInfo
from outreach.reviews.validity import why_not_sent
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import RoundInfo


def why_held(
    session: Session, *, current: RoundInfo, parcel: ParcelInfo, is_live: bool, now: datetime
) -> str | None:
    """The first reason why this parcel of the `current` round may not leave now, None when it may.

    `is_live` is the transport's.
    """
    stop = find_stop(session)
    if stop is not None:
        return f"{stop.stopped_by} stopped all sending ({stop.reason}): `outreach delivery allow` lifts it."
    return (
        _round_trouble(session, current, is_live=is_live)
        or _contact_trouble(session, parcel, current, now)
        or why_not_sent(session, parcel, now=now)
    )


def _round_trouble(session: Session, current: RoundInfo, *, is_live: bool) -> str | None:
    if current.status is not RoundStatus.OPEN:
        return f"Round {current.id} is {current.status}."
    if current.live and not is_live:
        return f"Round {current.id} is live: set OUTREACH_LIVE=yes and OUTREACH_SMTP__HOST to send it."
    if is_live and not current.live:
        return f"Round {current.id} is a trial: it never leaves by a live transport."
    return None


def _contact_trouble(session: Session, parcel: ParcelInfo, current: RoundInfo, now: datetime) -> str | None:
    manifest = parcel.manifest
    if find_objection(session, office_key=manifest.office_key, contact_id=manifest.contact_id) is not None:
        return f"{manifest.office_key} asked not to be written to."
    expires_at = get_contact(session, manifest.contact_id).check_expires_at
    if current.live and (expires_at is None or expires_at <= now):
        return f"The check of contact {manifest.contact_id} has expired: `outreach recipients verify`."
    return None
