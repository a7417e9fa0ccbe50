"""A round whose letters are on their way, by bare rows: what later stages read, without the stages between."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.delivery.status import DeliveryStatus
from outreach.delivery.tables import Delivery
from outreach.reviews.tables import Parcel
from outreach.rounds.store import AddresseeInfo, list_addressees


def deliver(
    session: Session, round_id: int, statuses: Mapping[str, DeliveryStatus], now: datetime
) -> dict[str, int]:
    """A delivery in the given status for offices of a round; returns delivery ids by office."""
    addressees = {a.office_key: a for a in list_addressees(session, round_id=round_id, included=True)}
    return {office: _delivery(session, addressees[office], status, now) for office, status in statuses.items()}


def _delivery(session: Session, addressee: AddresseeInfo, status: DeliveryStatus, now: datetime) -> int:
    parcel = Parcel(
        round_id=addressee.round_id,
        addressee_id=addressee.id,
        number=1,
        manifest={"address": ""},
        manifest_sha256="",
        packed_at=now,
        asked_by="staff_sam",
    )
    session.add(parcel)
    session.flush()
    assert parcel.id is not None
    assert addressee.channel is not None
    delivery = Delivery(
        parcel_id=parcel.id,
        addressee_id=addressee.id,
        round_id=addressee.round_id,
        channel=addressee.channel,
        status=status,
        queued_at=now,
        opens_at=now,
        closes_at=now + timedelta(days=5),
    )
    session.add(delivery)
    session.flush()
    assert delivery.id is not None
    return delivery.id
