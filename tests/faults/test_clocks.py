"""A clock that jumps while mails are under way: nothing leaves twice or out of its window."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.claim import Claimed
from outreach.delivery.recover import recover
from outreach.delivery.send import LEASE
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery, list_attempts
from outreach.delivery.sweep import sweep
from outreach.fake_smtp import Reply, Verb
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import NOW, take_one
from tests.faults.sending import an_open_round, each_once, once, received, send, statuses
from tests.people import STAFF_SAM

S = DeliveryStatus
IN_THE_WINDOW = [timedelta(minutes=-30), timedelta(hours=1), timedelta(days=4)]
OUTSIDE_IT = [timedelta(days=-400), timedelta(hours=-2), timedelta(days=6), timedelta(days=400)]


@dataclass
class Clock:
    """Shows what it is told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def jump(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.mark.parametrize("verb", [Verb.MAIL, Verb.CONTENT_KEPT])
@pytest.mark.parametrize("by", [*IN_THE_WINDOW, *OUTSIDE_IT], ids=str)
def test_a_jump_while_a_mail_is_in_hand(
    database: Database, blobs: FolderBlobs, server: SmtpServer, verb: Verb, by: timedelta
) -> None:
    """The mail in hand ends as the server says. The next leaves only when its window is open by the clock."""
    an_open_round(database, blobs, 2)
    clock = Clock()
    server.manners.script = once(verb, lambda: clock.jump(by))
    send(database, blobs, server, clock=clock)
    assert statuses(database) == [S.ACCEPTED, S.ACCEPTED if by in IN_THE_WINDOW else S.QUEUED]
    clock.now = NOW
    send(database, blobs, server, clock=clock)
    assert statuses(database) == [S.ACCEPTED, S.ACCEPTED]
    assert received(server) == each_once(2)


def test_another_worker_whose_clock_is_ahead_thinks_us_lost_and_our_result_stands(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    an_open_round(database, blobs)
    seen: list[DeliveryStatus] = []

    def recovered_by_another() -> None:
        with database.begin() as session:
            assert recover(session, actor=STAFF_SAM, now=NOW + timedelta(days=1)) == [1]
        seen.extend(statuses(database))
        another = threading.Thread(
            target=send, args=(database, blobs, server), kwargs={"clock": Clock(NOW + timedelta(days=1))}
        )
        another.start()
        another.join()

    server.manners.script = once(Verb.CONTENT_KEPT, recovered_by_another)
    send(database, blobs, server)
    assert seen == [S.UNCERTAIN]
    assert statuses(database) == [S.ACCEPTED]
    assert received(server) == each_once(1)


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=400)], ids=str)
def test_a_lease_from_a_clock_that_was_ahead_ends(
    database: Database, blobs: FolderBlobs, server: SmtpServer, ahead: timedelta
) -> None:
    """The worker died, and its clock had been wrong: the delivery is not `sending` until that day comes."""
    an_open_round(database, blobs)
    with database.begin() as session:
        taken = take_one(session, worker="lost", lease=LEASE + ahead)
    assert isinstance(taken, Claimed)
    with database.begin() as session:
        assert recover(session, actor=STAFF_SAM, now=NOW + timedelta(minutes=1)) == [1]
    send(database, blobs, server)
    assert server.received == [], "a person decides"


@pytest.mark.parametrize("by", [timedelta(days=-1), timedelta(minutes=-30), timedelta(days=2)], ids=str)
def test_a_retry_keeps_to_the_clock_and_is_not_lost(
    database: Database, blobs: FolderBlobs, server: SmtpServer, by: timedelta
) -> None:
    """Set back, the next try waits longer; set forward, it comes sooner. It comes once."""
    an_open_round(database, blobs)
    answers: list[Reply] = ["451 4.7.1 later"]
    server.manners.script = lambda verb, _to: answers.pop() if verb is Verb.RCPT and answers else None
    clock = Clock()
    send(database, blobs, server, clock=clock)
    with database.read() as session:
        due = get_delivery(session, 1).next_attempt_at
    assert due is not None
    clock.jump(by)
    send(database, blobs, server, clock=clock)
    assert statuses(database) == [S.ACCEPTED if clock.now >= due else S.WAITING]
    clock.now = due
    send(database, blobs, server, clock=clock)
    send(database, blobs, server, clock=clock)
    assert statuses(database) == [S.ACCEPTED]
    assert received(server) == each_once(1)
    with database.read() as session:
        assert len(list_attempts(session, 1)) == 2


def test_a_clock_beyond_the_window_expires_what_is_unsent_and_nothing_leaves_when_it_is_set_right(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    """What expired is listed as such: a late letter leaves only when a person sends it again."""
    an_open_round(database, blobs)
    with database.begin() as session:
        assert sweep(session, actor=STAFF_SAM, now=NOW + timedelta(days=6)) == 1
    assert send(database, blobs, server).tried == 0
    assert statuses(database) == [S.EXPIRED]
