"""The alarm clock of `serve` and `worker` gives signs of life while it runs; the mail server is listened to."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.cli import service
from outreach.cli.service import awake
from outreach.clock import utc_now
from outreach.db import Database
from outreach.notices.beat import Part, pulses
from outreach.replies.store import list_mails
from outreach.settings import Settings
from outreach.wiring import App
from tests.dovecot import Dovecot, needs_dovecot, running_dovecot

PATIENCE_SECONDS = 60.0
IN_HASTE = """
from outreach.cli.main import main
from outreach.replies import imap

assert imap.CONNECT_SECONDS < 10
imap.CONNECT_SECONDS = 1.0
main()
"""
"""`outreach`, but it does not wait as long for a server that is silent."""


def all_live(database: Database) -> bool:
    with database.read() as session:
        return not any(one.is_late for one in pulses(session, now=utc_now()))


def test_a_waking_service_is_heard(database: Database, tmp_path: Path) -> None:
    app = App(Settings(home=tmp_path, _env_file=None), database, FolderBlobs(tmp_path / "blobs"))
    assert not all_live(database)
    with awake(app):
        wait_until(lambda: all_live(database))


def wait_until(is_so: Callable[[], bool]) -> None:
    waited = threading.Event()
    for _ in range(int(PATIENCE_SECONDS * 10)):
        if is_so():
            return
        waited.wait(0.1)
    raise AssertionError("it never came to be")


def mails(database: Database) -> int:
    with database.read() as session:
        return len(list_mails(session))


def has_collected(database: Database) -> bool:
    with database.read() as session:
        return any(one.part is Part.COLLECTION and one.at for one in pulses(session, now=utc_now()))


def imap_settings(server: Dovecot) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": str(server.port),
        "username": "office",
        "password": "secret",
        "tls": "none",
    }


@needs_dovecot
def test_mail_is_collected_when_the_server_says_so_and_not_at_the_next_poll(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "COLLECTS_EVERY", timedelta(days=1))
    with running_dovecot() as server:
        settings = Settings(home=tmp_path, imap=imap_settings(server), _env_file=None)
        with awake(App(settings, database, FolderBlobs(tmp_path / "blobs"))):
            wait_until(lambda: has_collected(database))
            for number in range(1, 4):
                server.deliver(f"{number}.office", b"Subject: %d\r\n\r\nhello\r\n" % number)
                wait_until(lambda number=number: mails(database) == number)


@contextmanager
def process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """It is killed when the block ends before it does: `Popen` itself would wait for it for ever."""
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as started:
        try:
            yield started
        finally:
            started.kill()


@needs_dovecot
def test_a_worker_that_listens_ends_when_it_is_asked_to(database: Database, tmp_path: Path) -> None:
    """Long before the next poll and the end of its watch."""
    url = database.engine.url.render_as_string(hide_password=False)
    with running_dovecot() as server:
        imap = {f"OUTREACH_IMAP__{name.upper()}": value for name, value in imap_settings(server).items()}
        environment = {**os.environ, **imap, "OUTREACH_HOME": str(tmp_path / "home"), "OUTREACH_DATABASE_URL": url}
        command = [sys.executable, "-m", "outreach", "worker"]
        with process(command, environment) as worker:
            wait_until(lambda: has_collected(database))
            server.deliver("1.office", b"Subject: x\r\n\r\nhello\r\n")
            wait_until(lambda: mails(database) == 1)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE_SECONDS) == 0
            assert worker.stderr is not None
            assert worker.stderr.read() == b"working (stop with Ctrl-C)\n"


@needs_dovecot
def test_a_mail_server_that_is_away_is_one_sentence_at_each_poll_and_what_came_meanwhile_is_collected(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where it came from stands at debug level only, which nobody sees who has not asked for it."""
    monkeypatch.setattr(service, "COLLECTS_EVERY", timedelta(seconds=1))
    caplog.set_level(logging.DEBUG, "outreach")
    with running_dovecot() as server:
        settings = Settings(home=tmp_path, imap=imap_settings(server), _env_file=None)
        with awake(App(settings, database, FolderBlobs(tmp_path / "blobs"))):
            wait_until(lambda: has_collected(database))
            with server.down():
                wait_until(lambda: len(shown(caplog)) >= 2)
            server.deliver("1.office", b"Subject: x\r\n\r\nhello\r\n")
            wait_until(lambda: mails(database) == 1)
    for record in shown(caplog):
        assert record.exc_info is None
        said = record.getMessage()
        assert "\n" not in said
        assert said.startswith("collect: The mailbox imap:office@127.0.0.1/INBOX did not answer (")
        assert said.endswith("check OUTREACH_IMAP__HOST, PORT, USERNAME, PASSWORD and FOLDER. It is tried again.")
    assert any(record.exc_info for record in caplog.records if record.levelno == logging.DEBUG)


def shown(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_worker_whose_mail_server_is_silent_ends_when_it_is_asked_to(database: Database, tmp_path: Path) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        imap = {"HOST": "127.0.0.1", "PORT": str(silent.getsockname()[1]), "TLS": "none"}
        settings = {f"OUTREACH_IMAP__{name}": value for name, value in imap.items()}
        environment = {
            **os.environ,
            **settings,
            "OUTREACH_HOME": str(tmp_path / "home"),
            "OUTREACH_DATABASE_URL": url,
        }
        command = [sys.executable, "-c", IN_HASTE, "worker"]
        with process(command, environment) as worker:
            silent.settimeout(PATIENCE_SECONDS)
            connections = [silent.accept()[0] for _ in ("collects", "listens")]
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE_SECONDS) == 0
            for connection in connections:
                connection.close()
