"""PostgreSQL goes away in the middle of sending and comes back: in order, or after a crash."""

import signal
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.recover import recover
from outreach.delivery.status import DeliveryStatus
from outreach.errors import Unavailable
from outreach.fake_smtp import Verb
from outreach.fakes import SmtpServer
from tests import databases
from tests.faults.sending import an_open_round, each_once, once, received, send, statuses
from tests.faults.test_storage import LATER
from tests.people import STAFF_SAM
from tests.postgres import PostgresServer

S = DeliveryStatus
OFFICES = 6


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    """Of these tests alone, and as careful as in earnest: a commit that was told is on disk."""
    server = PostgresServer.start(settings=())
    yield server
    server.stop()


@pytest.fixture(scope="module")
def own_tables(own_server: PostgresServer) -> str:
    return databases.postgres_template(own_server)


@pytest.fixture
def own_database(own_server: PostgresServer, own_tables: str) -> Iterator[Database]:
    with databases.postgres_copy(own_server, own_tables) as database:
        yield database


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
@pytest.mark.parametrize("verb", [Verb.RCPT, Verb.CONTENT_KEPT])
def test_a_restart_is_outlived(
    own_server: PostgresServer, own_database: Database, blobs: FolderBlobs, how: signal.Signals, verb: Verb
) -> None:
    """Back before the server answers: nobody notices."""
    an_open_round(own_database, blobs, OFFICES)
    with SmtpServer() as server:
        server.manners.script = once(verb, lambda: own_server.restart(how))
        assert send(own_database, blobs, server).statuses == {S.ACCEPTED: OFFICES}
        assert received(server) == each_once(OFFICES)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_while_it_is_away_results_are_kept_and_nothing_is_begun(
    own_server: PostgresServer, own_database: Database, blobs: FolderBlobs, how: signal.Signals
) -> None:
    """What the server said is recorded when it is back; the run ends, and the next one does the rest."""
    an_open_round(own_database, blobs, OFFICES)
    restarting: list[threading.Thread] = []

    def go_away() -> None:
        restarting.append(threading.Thread(target=own_server.restart, args=(how,), kwargs={"down_seconds": 1.5}))
        restarting[0].start()
        own_server.process.wait()

    with SmtpServer() as server:
        server.manners.script = once(Verb.CONTENT_KEPT, go_away)
        with suppress(Unavailable):
            send(own_database, blobs, server, connections=3)
        restarting[0].join()
        with own_database.begin() as session:
            recover(session, actor=STAFF_SAM, now=LATER)
        send(own_database, blobs, server)
        left = statuses(own_database)
        assert set(left) <= {S.ACCEPTED, S.UNCERTAIN}
        sent = received(server)
    assert max(sent.values()) == 1, "sent twice"
    accepted = [number for number, status in enumerate(left) if status is S.ACCEPTED]
    assert all(sent[f"office{number}@gov.example"] for number in accepted), "lost"
    assert len(accepted) >= OFFICES - 3, "at most the mails in hand"
