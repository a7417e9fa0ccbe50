"""Storage that fails in the middle of sending: what the server said is not lost, and nothing is sent twice."""

import resource
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database, open_database
from outreach.db import database as layer
from outreach.delivery import record_surely
from outreach.delivery.recover import recover
from outreach.delivery.send import LEASE
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery, list_attempts
from outreach.errors import Unavailable
from outreach.fake_smtp import Verb
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import NOW
from tests.faults.form import LOCK_SECONDS
from tests.faults.sending import an_open_round, each_once, once, received, send, statuses
from tests.people import STAFF_SAM

S = DeliveryStatus
LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def sqlite_file(database: Database) -> Path:
    if not database.is_sqlite:
        pytest.skip("SQLite's own troubles")
    return Path(str(database.engine.url.database))


def hold_the_lock(database: Database, seconds: float) -> None:
    """As another program does, for so long."""
    held = sqlite3.connect(sqlite_file(database), check_same_thread=False, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    threading.Timer(seconds, held.close).start()


@pytest.mark.parametrize("verb", [Verb.MAIL, Verb.CONTENT_KEPT])
def test_a_database_that_is_locked_meanwhile_is_awaited(
    database: Database, blobs: FolderBlobs, server: SmtpServer, verb: Verb
) -> None:
    """While others are claimed, and while the result is to be recorded."""
    an_open_round(database, blobs, 3)
    server.manners.script = once(verb, lambda: hold_the_lock(database, LOCK_SECONDS))
    assert send(database, blobs, server, connections=2).statuses == {S.ACCEPTED: 3}
    assert received(server) == each_once(3)


def test_a_lock_that_outlasts_the_wait_does_not_lose_what_the_server_said(
    database: Database, blobs: FolderBlobs, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_open_round(database, blobs, 1)
    monkeypatch.setattr(layer, "SQLITE_LOCK_WAIT_MS", 50)
    hasty = open_database(f"sqlite:///{sqlite_file(database)}")
    server.manners.script = once(Verb.CONTENT_KEPT, lambda: hold_the_lock(database, 1.5))
    assert send(hasty, blobs, server).statuses == {S.ACCEPTED: 1}
    hasty.engine.dispose()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "outreach-test", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left, to the last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 1):
            with suppress(OSError):
                while True:
                    file.write(b"x" * size)
    return filler


def test_a_mail_that_a_full_disk_cannot_keep_is_not_sent(
    database: Database, server: SmtpServer, small_disk: Path
) -> None:
    """Without its bytes on disk nothing would prove it. It goes when there is room again."""
    blobs = FolderBlobs(small_disk / "blobs")
    an_open_round(database, blobs)
    filler = fill(small_disk)
    send(database, blobs, server)
    assert server.received == []
    with database.read() as session:
        (attempt,) = list_attempts(session, 1)
        assert (get_delivery(session, 1).status, get_delivery(session, 1).tries) == (S.WAITING, 0)
    assert "No space left on device" in (attempt.reply_text or "")
    filler.unlink()
    assert send(database, blobs, server, clock=lambda: NOW + timedelta(hours=2)).statuses == {S.ACCEPTED: 1}


@pytest.mark.parametrize("is_freed", [True, False])
def test_a_result_that_a_full_disk_cannot_take(
    database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    small_disk: Path,
    is_freed: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Written when room comes soon; otherwise uncertain. The mail is out: nobody sends it again unasked."""
    if not is_freed:
        monkeypatch.setattr(record_surely, "PAUSE_SECONDS", 0.1)
    an_open_round(database, blobs, 2)
    database.engine.dispose()
    shutil.copyfile(sqlite_file(database), small_disk / "full.sqlite")
    there = open_database(f"sqlite:///{small_disk / 'full.sqlite'}")
    fillers: list[Path] = []

    def disk_fills() -> None:
        with sqlite3.connect(small_disk / "full.sqlite") as link:
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        link.close()
        fillers.append(fill(small_disk))
        if is_freed:
            threading.Timer(1.5, fillers[0].unlink).start()

    server.manners.script = once(Verb.CONTENT_KEPT, disk_fills)
    if is_freed:
        assert send(there, blobs, server).statuses == {S.ACCEPTED: 2}
    else:
        with pytest.raises(Unavailable, match=r"disk is full|disk I/O error"):
            send(there, blobs, server)
        fillers[0].unlink()
        with there.begin() as session:
            assert recover(session, actor=STAFF_SAM, now=LATER) == [1]
        assert send(there, blobs, server).statuses == {S.ACCEPTED: 1}
        assert statuses(there) == [S.UNCERTAIN, S.ACCEPTED]
    assert received(server) == each_once(2)
    there.engine.dispose()


def test_a_file_larger_than_a_quota_leaves_nothing_half(blobs: FolderBlobs) -> None:
    """This needs no disk of its own, and no root."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(Unavailable, match="File too large"):
            blobs.put(b"x" * 30_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path for path in blobs.root.rglob("*") if path.is_file()] == []


def test_a_result_that_is_refused_by_the_database_leaves_it_uncertain(
    any_database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    an_open_round(any_database, blobs)
    run(any_database, REFUSE_SQLITE if any_database.is_sqlite else REFUSE_POSTGRESQL)
    with pytest.raises(Exception, match="disk is full"):
        send(any_database, blobs, server)
    run(any_database, "DROP TRIGGER refusal" + ("" if any_database.is_sqlite else " ON delivery_evidence"))
    assert send(any_database, blobs, server).tried == 0
    with any_database.begin() as session:
        assert recover(session, actor=STAFF_SAM, now=LATER) == [1]
    assert send(any_database, blobs, server).tried == 0
    assert statuses(any_database) == [S.UNCERTAIN]
    assert received(server) == each_once(1)


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


def test_a_stored_file_that_was_altered_on_disk_is_not_sent(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    """One bit is enough, and the others still go."""
    an_open_round(database, blobs, 2)
    letter = min((path for path in blobs.root.glob("*/*")), key=lambda path: path.stat().st_size)
    content = bytearray(letter.read_bytes())
    content[0] ^= 1
    letter.write_bytes(content)
    assert send(database, blobs, server).statuses == {S.WAITING: 1, S.ACCEPTED: 1}
    assert len(server.received) == 1
