"""When a version is withdrawn, everybody who has its words can be named."""

from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.db import Database
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.tables import Delivery
from outreach.operations.withdrawal import reach_of
from outreach.recipients.status import Channel
from outreach.reviews.manifest import Manifest
from outreach.reviews.status import ReviewStatus
from outreach.reviews.tables import Parcel, Review
from outreach.rounds.store import AddresseeInfo, list_addressees
from tests.world import Ground, plan_round

S = DeliveryStatus


def deliver(
    session: Session, addressee: AddresseeInfo, status: DeliveryStatus, *, version_id: int, now: datetime
) -> int | None:
    """A delivery in that status, with a parcel that carries that version."""
    manifest = Manifest(
        addressee_id=addressee.id,
        reference=addressee.reference,
        purpose=addressee.purpose,
        office_key=addressee.office_key,
        channel=Channel.POST,
        contact_id=1,
        address="",
        languages=("en",),
        dated="2026-12-01",
        holder_form="any",
        holder_id=None,
        version_id=version_id,
        version_sha256="",
        snapshot_id=1,
        subject="",
        text="",
        html="",
        documents=(),
    )
    parcel = Parcel(
        round_id=addressee.round_id,
        addressee_id=addressee.id,
        number=1,
        manifest=manifest.as_data(),
        manifest_sha256=manifest.sha256,
        packed_at=now,
        asked_by="staff_sam",
    )
    session.add(parcel)
    session.flush()
    assert parcel.id is not None
    session.add(Review(parcel_id=parcel.id, status=ReviewStatus.APPROVED, manifest_sha256=manifest.sha256))
    delivery = Delivery(
        parcel_id=parcel.id,
        addressee_id=addressee.id,
        round_id=addressee.round_id,
        channel=Channel.POST,
        status=status,
        queued_at=now,
        opens_at=now,
        closes_at=now + timedelta(days=5),
    )
    session.add(delivery)
    session.flush()
    return delivery.id


def test_reach_names_what_left_with_this_version(database: Database, ground: Ground, now: datetime) -> None:
    wanted = [S.ACCEPTED, S.HANDED_OVER, S.BOUNCED, S.UNCERTAIN, S.QUEUED, S.TO_HAND_OVER, S.REFUSED, S.CANCELLED]
    with database.begin() as session:
        planned = plan_round(session, ground, now=now)
        addressees = list_addressees(session, round_id=planned.id)
        assert len(addressees) > len(wanted)
        pairs = list(zip(addressees, wanted, strict=False))
        ids = [deliver(session, a, status, version_id=ground.version_id, now=now) for a, status in pairs]
        deliver(session, addressees[-1], S.ACCEPTED, version_id=ground.version_id + 1, now=now)
        reach = reach_of(session, version_id=ground.version_id)
    assert [letter.delivery_id for letter in reach.sent] == ids[:4]
    assert [letter.status for letter in reach.sent] == wanted[:4]
    assert [letter.reference for letter in reach.sent] == [addressee.reference for addressee in addressees[:4]]
    assert reach.unsent == 2
