"""What proves a delivery, with the mails that came about it: a later stage than delivery collects those."""

from datetime import datetime

from sqlmodel import Session

from outreach.blobs import Blobs
from outreach.delivery.bundle import LaterMail, make_bundle
from outreach.replies.store import list_mails


def evidence_of(session: Session, blobs: Blobs, *, delivery_id: int, now: datetime) -> bytes:
    """The ZIP of `make_bundle`, with every mail that stands matched to the delivery. Raises as `make_bundle`."""
    mails = [
        LaterMail(one.id, one.kind, one.collected_at.isoformat(timespec="seconds"), one.raw_sha256)
        for one in list_mails(session, delivery_id=delivery_id)
    ]
    return make_bundle(session, blobs, delivery_id=delivery_id, mails=mails, now=now)
