"""Approved parcels become deliveries, once."""

import pytest
from sqlmodel import Session, select

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.queue import queue_round
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import find_delivery_of_addressee
from outreach.delivery.tables import Delivery
from outreach.errors import NotAllowed, WrongStatus
from outreach.recipients.status import Channel
from outreach.reviews.status import ReviewStatus
from outreach.reviews.tables import Parcel, Review
from outreach.rounds.status import RoundStatus
from tests.delivery.an_open_round import NOW, OpenRound
from tests.delivery.sending import an_open_round, change_round
from tests.people import ORGANISER_OLGA, STAFF_SAM

S = DeliveryStatus


def test_queueing_takes_what_is_approved_once(any_database: Database, blobs: FolderBlobs) -> None:
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        by_mail = opened.add("office@gov.example")
        by_post = opened.add("1 Street\nTown", channel=Channel.POST)
        waiting = opened.add("other@gov.example", approved=False)
        assert queue(session, opened) == 2
        assert queue(session, opened) == 0
        found = {one: find_delivery_of_addressee(session, one) for one in (by_mail, by_post, waiting)}
    assert found[waiting] is None
    assert [one and one.status for one in found.values()] == [S.QUEUED, S.TO_HAND_OVER, None]


def test_only_staff_queues_and_only_an_open_round(database: Database, blobs: FolderBlobs) -> None:
    round_id = an_open_round(database, blobs, "office@gov.example")
    with database.begin() as session, pytest.raises(NotAllowed):
        queue_round(session, round_id=round_id, actor=ORGANISER_OLGA, now=NOW)
    change_round(database, round_id, status=RoundStatus.PAUSED)
    with database.begin() as session, pytest.raises(WrongStatus):
        queue_round(session, round_id=round_id, actor=STAFF_SAM, now=NOW)


def queue(session: Session, opened: OpenRound) -> int:
    return queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)


def test_a_newer_parcel_does_not_replace_what_was_claimed_meanwhile(
    any_database: Database, blobs: FolderBlobs
) -> None:
    """Between the reading of the queue and its change a worker may claim: here what the session knows is older."""
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        addressee = opened.add("office@gov.example")
        queue(session, opened)
        first = session.get(Parcel, 1)
        assert first is not None
        session.add(Parcel(**{**first.model_dump(exclude={"id"}), "number": 2}))
        session.flush()
        session.add(Review(parcel_id=2, status=ReviewStatus.APPROVED, manifest_sha256=first.manifest_sha256))
    with any_database.begin() as session:
        stale = session.exec(select(Delivery)).one()
        assert stale.status is S.QUEUED
        session.connection().exec_driver_sql("update delivery_deliveries set status = 'sending'")
        assert queue(session, opened) == 0
        found = find_delivery_of_addressee(session, addressee)
    assert found is not None
    assert (found.parcel_id, found.status) == (1, S.SENDING)
