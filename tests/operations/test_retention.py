"""What the service's clock erases is what `db purge` erases and what `--dry-run` counts, once a day."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.audit.store import list_entries
from outreach.audit.verify import verify
from outreach.cli.service import awake
from outreach.clock import utc_now
from outreach.operations.retention import carry_out_retention, retention_turn
from outreach.replies.erase import EraseReport
from outreach.replies.settle import settle
from outreach.replies.store import MailInfo, list_mails
from outreach.settings import RetentionSettings, Settings
from outreach.wiring import App
from tests.cli.test_service import wait_until
from tests.people import COORDINATOR_CHI
from tests.replies.conftest import NOW, Inbox, inbox
from tests.replies.mails import address, answer, automatic

__all__ = ["inbox"]
LATER = NOW + timedelta(days=40)
DAYS = RetentionSettings(mail=30, attachments=10)


def mails(inbox: Inbox) -> list[MailInfo]:
    with inbox.database.read() as session:
        return list_mails(session)


def turn(inbox: Inbox, now: datetime, retention: RetentionSettings = DAYS) -> EraseReport | None:
    return retention_turn(inbox.database, inbox.blobs, retention=retention, now=now)


def runs(session: Session) -> list[dict[str, object]]:
    return [dict(entry.facts) for entry in list_entries(session, action="mail.purged", limit=20)]


@pytest.fixture
def filled(inbox: Inbox) -> Inbox:
    """Two settled notes of offices, and an answer that nobody has read."""
    inbox.receive(*(automatic(address(inbox.sent[number])) for number in (0, 1)), answer(address(inbox.sent[2])))
    return inbox


def test_the_dry_run_tells_what_the_clock_will_do(filled: Inbox) -> None:
    would = carry_out_retention(filled.database, filled.blobs, retention=DAYS, now=LATER, dry_run=True)
    assert would == EraseReport(2, 0, 1)
    with filled.database.read() as session:
        assert runs(session) == []
    assert turn(filled, LATER) == would
    assert [filled.blobs.has(mail.raw_sha256) for mail in mails(filled)] == [False, False, True]
    with filled.database.read() as session:
        assert runs(session) == [{"mails": 2, "files": 0, "waiting": 1, "mail_days": 30, "attachment_days": 10}]
        assert verify(session).broken is None


def test_it_is_done_once_a_day_however_many_processes_ask(filled: Inbox) -> None:
    assert turn(filled, LATER) == EraseReport(2, 0, 1)
    with filled.database.begin() as session:
        settle(session, mail_id=mails(filled)[2].id, actor=COORDINATOR_CHI, now=LATER)
    assert turn(filled, LATER + timedelta(hours=23)) is None
    assert turn(filled, LATER + timedelta(hours=24)) == EraseReport(1, 0, 0)
    with filled.database.read() as session:
        assert len(runs(session)) == 2


def test_without_days_nothing_is_ever_erased(filled: Inbox) -> None:
    assert turn(filled, LATER + timedelta(days=9_000), RetentionSettings()) is None
    assert all(filled.blobs.has(mail.raw_sha256) for mail in mails(filled))


def test_the_running_service_does_it(filled: Inbox, tmp_path: Path) -> None:
    """Mail that came in long before the clock of this machine."""
    settings = Settings(home=tmp_path, retention=DAYS, _env_file=None)
    with filled.database.begin() as session:
        session.connection().exec_driver_sql("UPDATE replies_mails SET collected_at = '2001-01-01 00:00:00'")
    assert utc_now().year > 2001
    with awake(App(settings, filled.database, filled.blobs)):
        wait_until(lambda: mails(filled)[0].erased_at is not None)
    assert [mail.erased_at is not None for mail in mails(filled)] == [True, True, False]
