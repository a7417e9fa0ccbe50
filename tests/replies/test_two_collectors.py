"""Two processes hear of the same mail at once: each mail is taken in once, and neither process fails."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from outreach.audit.store import count_entries
from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.replies.mailbox import Arrived
from outreach.replies.maildir import Maildir
from outreach.replies.receive import receive
from outreach.replies.status import ReplyStatus
from outreach.replies.store import list_mails, list_seen
from outreach.replies.tables import Mail
from tests.people import COORDINATOR_CHI

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
RAW = b"Subject: one\r\n\r\nhello\r\n"
PATIENCE_SECONDS = 60


def wait_for_a_lock(database: Database) -> None:
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    waited = threading.Event()
    for _ in range(PATIENCE_SECONDS * 20):
        with database.read() as session:
            if session.connection().execute(query).scalar_one():
                return
        waited.wait(0.05)
    raise AssertionError("nobody waits: the two did not meet")


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_the_slower_of_two_finds_the_mail_of_the_faster(
    any_database: Database, blobs: FolderBlobs, tmp_path: Path
) -> None:
    stored: list[int] = []

    def slower() -> None:
        batch = [Arrived("1.office", RAW)]
        mailbox = Maildir(tmp_path)
        stored.append(receive(any_database, blobs, mailbox=mailbox, batch=batch, actor=COORDINATOR_CHI, now=NOW))

    thread = threading.Thread(target=slower)
    with any_database.begin() as session:
        session.add(Mail(raw_sha256=sha256_of(RAW), size=len(RAW), collected_at=NOW, status=ReplyStatus.NEW))
        session.flush()
        thread.start()
        wait_for_a_lock(any_database)
    thread.join()
    assert stored == [0]
    with any_database.read() as session:
        assert len(list_mails(session)) == 1
        assert list_seen(session, mailbox=Maildir(tmp_path).name) == {"1.office"}
        assert count_entries(session, action="mail.stored") == 0
