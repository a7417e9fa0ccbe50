"""Claims by the slice: each delivery is one worker's, and what forbids one of a slice is seen at that moment."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import event
from sqlmodel import Session

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.claim import Claimer, Claims, claim
from outreach.delivery.queue import queue_round
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_attempts, list_deliveries
from outreach.delivery.switch import stop_sending
from outreach.petition.tables import PetitionVersion
from outreach.recipients.object import object_to
from outreach.recipients.tables import Contact, Office
from outreach.reviews.decide import withdraw_approval
from outreach.rounds.steer import pause
from outreach.signatures.tables import Snapshot
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import ORGANISER_OLGA, STAFF_SAM

SERIAL = count()
CLAIMER = Claimer(
    worker="test",
    is_live=False,
    lease=timedelta(minutes=20),
    message_id=lambda: f"<{next(SERIAL)}@outreach.example>",
)


def five_offices(database: Database, blobs: FolderBlobs) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        for number in range(5):
            opened.add(f"office{number}@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)


def take(session: Session, wanted: int) -> Claims:
    return claim(session, offered=range(1, 6), wanted=wanted, claimer=CLAIMER, now=NOW)


def ids(claims: Claims) -> list[int]:
    return [one.delivery_id for one in claims.claimed]


def test_workers_at_the_same_moment_share_what_is_due(any_database: Database, blobs: FolderBlobs) -> None:
    five_offices(any_database, blobs)
    with any_database.begin() as first:
        assert ids(take(first, 2)) == [1, 2]
        if not any_database.is_sqlite:  # which lets only one write at a time anyway
            with any_database.begin() as second:
                assert ids(take(second, 2)) == [3, 4]
    with any_database.begin() as late:
        assert ids(take(late, 5)) == ([3, 4, 5] if any_database.is_sqlite else [5])
        assert ids(take(late, 5)) == []
    with any_database.read() as session:
        assert {one.status for one in list_deliveries(session)} == {DeliveryStatus.SENDING}
        assert [len(list_attempts(session, number)) for number in range(1, 6)] == [1] * 5


def test_a_slice_reads_as_often_as_one(any_database: Database, blobs: FolderBlobs) -> None:
    five_offices(any_database, blobs)
    counts = []
    for wanted in (1, 4):
        said: list[str] = []
        listen = lambda *told, said=said: said.append(told[2])  # noqa: E731
        event.listen(any_database.engine, "before_cursor_execute", listen)
        with any_database.begin() as session:
            assert len(take(session, wanted).claimed) == wanted
        event.remove(any_database.engine, "before_cursor_execute", listen)
        counts.append(len(said))
    assert counts[0] == counts[1]


def retire_office(session: Session) -> None:
    session.get_one(Office, "gb-office-3").retired_at = NOW


def change_address(session: Session) -> None:
    session.get_one(Contact, 3).value = "another@gov.example"


def object_once(session: Session) -> None:
    object_to(session, office_key="gb-office-3", who="clerk", source="mail:1", actor=STAFF_SAM, now=NOW)


def withdraw_one(session: Session) -> None:
    withdraw_approval(session, parcel_id=3, reason="wrong", actor=ORGANISER_OLGA, now=NOW)


@pytest.mark.parametrize("change", [retire_office, change_address, object_once, withdraw_one])
def test_one_of_a_slice_is_held(
    any_database: Database, blobs: FolderBlobs, change: Callable[[Session], None]
) -> None:
    five_offices(any_database, blobs)
    with any_database.begin() as session:
        change(session)
    with any_database.begin() as session:
        claims = take(session, 5)
    assert ids(claims) == [1, 2, 4, 5]
    assert [one.delivery_id for one in claims.held] == [3]
    with any_database.read() as session:
        assert list_deliveries(session)[2].status is DeliveryStatus.QUEUED
        assert list_attempts(session, 3) == []


def stop(session: Session) -> None:
    stop_sending(session, reason="wrong letter", actor=ORGANISER_OLGA, now=NOW)


def pause_round(session: Session) -> None:
    pause(session, round_id=1, actor=STAFF_SAM, now=NOW)


def withdraw_text(session: Session) -> None:
    session.get_one(PetitionVersion, 1).withdrawn_at = NOW


def withdraw_counts(session: Session) -> None:
    session.get_one(Snapshot, 1).withdrawn_at = NOW


@pytest.mark.parametrize("change", [stop, pause_round, withdraw_text, withdraw_counts])
def test_what_concerns_all_holds_the_next_slice(
    any_database: Database, blobs: FolderBlobs, change: Callable[[Session], None]
) -> None:
    five_offices(any_database, blobs)
    with any_database.begin() as session:
        assert ids(take(session, 2)) == [1, 2]
    with any_database.begin() as session:
        change(session)
    with any_database.begin() as session:
        claims = take(session, 2)
    assert (ids(claims), [one.delivery_id for one in claims.held]) == ([], [3, 4])
