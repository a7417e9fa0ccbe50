"""Whether a report is about the letter that its token names: a token can be copied and sent again."""

from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.delivery.store import DeliveryInfo, list_attempts
from outreach.replies.reading import Reading
from outreach.reviews.store import addresses_of

LATEST = timedelta(days=30)
"""Servers give up within a week (RFC 5321 §4.5.4.1): a report that comes so long after the letter is looked at."""


def is_plausible(session: Session, reading: Reading, delivery: DeliveryInfo, *, collected_at: datetime) -> bool:
    """Whether it comes in time, and returns our Message-ID or names somebody at the letter's own domain.

    What names nobody, and what cannot be compared, is believed: the token is signed.
    """
    tries = list_attempts(session, delivery.id)
    last = max((one.started_at for one in tries), default=delivery.queued_at)
    if collected_at - last > LATEST:
        return False
    if {one.message_id for one in tries} & set(reading.finding.message_ids):
        return True
    failed = {one.address.rpartition("@")[2].lower() for one in reading.finding.recipients}
    ours = addresses_of(session, parcel_ids=[delivery.parcel_id]).get(delivery.parcel_id, "")
    return not failed or "@" not in ours or any(_are_kin(domain, ours) for domain in failed)


def _are_kin(domain: str, address: str) -> bool:
    """One is the other's domain, or both lie below the same one, as in `mx.ministry.example`."""
    one, other = domain.split("."), address.rpartition("@")[2].lower().split(".")
    shared = min(len(one), len(other), 3)
    return one[-shared:] == other[-shared:] if shared > 1 else one == other
