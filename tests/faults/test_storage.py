"""Storage that fails in the middle of sending: what the server said is not lost, and nothing is sent twice."""

import errno
import os
import sqlite3
import threading
from datetime import timedelta

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.recover import recover
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.run import SendReport
from outreach.delivery.send import LEASE, send_due
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery, list_attempts
from outreach.fake_smtp import Reply, Verb
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import STAFF_SAM

S = DeliveryStatus


def an_open_round(database: Database, blobs: FolderBlobs) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)


def send(database: Database, blobs: FolderBlobs, server: SmtpServer) -> SendReport:
    return send_due(
        database,
        blobs,
        transport=SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=False, connections=1),
        identity=IDENTITY,
        clock=lambda: NOW,
        worker="test",
        actor=STAFF_SAM,
    )


def lock(database: Database) -> sqlite3.Connection:
    held = sqlite3.connect(str(database.engine.url.database), check_same_thread=False, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    return held


def test_a_database_that_is_locked_while_the_mail_is_under_way_is_awaited(
    database: Database, blobs: FolderBlobs
) -> None:
    if not database.is_sqlite:
        pytest.skip("only SQLite locks the whole database")
    an_open_round(database, blobs)
    held: list[sqlite3.Connection] = []

    def hold(verb: Verb, _recipient: str) -> Reply | None:
        if verb is Verb.CONTENT_KEPT:
            held.append(lock(database))
            threading.Timer(1.0, held[0].close).start()
        return None

    with SmtpServer() as server:
        server.manners.script = hold
        assert send(database, blobs, server).statuses == {S.ACCEPTED: 1}


def test_a_result_that_cannot_be_written_leaves_it_uncertain(database: Database, blobs: FolderBlobs) -> None:
    """A trigger refuses the record, as a full disk would. The mail is out: nobody sends it again unasked."""
    an_open_round(database, blobs)
    refuse = REFUSE_SQLITE if database.is_sqlite else REFUSE_POSTGRESQL
    run(database, refuse)
    with SmtpServer() as server:
        with pytest.raises(Exception, match="disk is full"):
            send(database, blobs, server)
        run(database, "DROP TRIGGER refusal" + ("" if database.is_sqlite else " ON delivery_evidence"))
        assert send(database, blobs, server).tried == 0
        with database.begin() as session:
            assert recover(session, actor=STAFF_SAM, now=NOW + LEASE + timedelta(seconds=1)) == [1]
        assert send(database, blobs, server).tried == 0
        assert len(server.received) == 1
    with database.read() as session:
        assert get_delivery(session, 1).status is S.UNCERTAIN
        assert len(list_attempts(session, 1)) == 1


REFUSE_SQLITE = """
CREATE TRIGGER refusal BEFORE INSERT ON delivery_evidence BEGIN SELECT RAISE(ABORT, 'disk is full'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk is full'; END $$;
CREATE TRIGGER refusal BEFORE INSERT ON delivery_evidence EXECUTE FUNCTION refuse()
"""


def run(database: Database, statement: str) -> None:
    with database.begin() as session:
        session.connection().exec_driver_sql(statement)


def test_a_mail_that_cannot_be_kept_is_not_sent(
    database: Database, blobs: FolderBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its bytes on disk nothing would prove it."""
    an_open_round(database, blobs)
    monkeypatch.setattr("outreach.blob_folder.os.fsync", full_disk)
    with SmtpServer() as server:
        send(database, blobs, server)
        assert server.received == []
    with database.read() as session:
        (attempt,) = list_attempts(session, 1)
        assert (get_delivery(session, 1).status, get_delivery(session, 1).tries) == (S.WAITING, 0)
    assert "No space left on device" in (attempt.reply_text or "")


def full_disk(_file: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
