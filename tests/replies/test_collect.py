"""Mail comes in and is kept first; again, or after a kill, nothing changes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from outreach.audit.store import count_entries
from outreach.delivery.status import DeliveryStatus
from outreach.errors import NotAllowed, NotFound
from outreach.replies.collect import BATCH, collect
from outreach.replies.imap import ImapAccount, ImapMailbox
from outreach.replies.maildir import Maildir
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import get_mail, list_mails, list_seen
from tests.dovecot import needs_dovecot, running_dovecot
from tests.people import OUTSIDER_OMAR
from tests.replies.conftest import NOW, Inbox
from tests.replies.looking import only, state
from tests.replies.mails import KEY, address, answer, report


def test_collecting_again_changes_nothing(inbox: Inbox) -> None:
    mails = [report(address(inbox.sent[0])), answer(address(inbox.sent[1])), b"\x00\xff not a mail"]
    inbox.receive(*mails)
    with inbox.database.read() as session:
        before = (list_mails(session), count_entries(session))
    again = inbox.collect()
    copies = inbox.receive(*mails)
    assert (again.stored, again.read, copies.stored, copies.read) == (0, 0, 0, 0)
    with inbox.database.read() as session:
        assert (list_mails(session), count_entries(session)) == before


def test_what_cannot_be_read_is_kept_for_a_person(inbox: Inbox) -> None:
    inbox.receive(b"\x00\xff\xfe")
    mail = only(inbox)
    assert (mail.kind, mail.status) == (ReplyKind.UNREADABLE, ReplyStatus.NEEDS_MATCH)
    assert inbox.blobs.get(mail.raw_sha256) == b"\x00\xff\xfe"


def test_only_coordinators_and_staff_collect(inbox: Inbox) -> None:
    with pytest.raises(NotAllowed):
        collect(
            inbox.database,
            inbox.blobs,
            mailbox=Maildir(inbox.folder),
            token_keys=[KEY],
            now=NOW,
            actor=OUTSIDER_OMAR,
        )


def test_a_mail_that_is_not_there(inbox: Inbox) -> None:
    with inbox.database.read() as session, pytest.raises(NotFound, match="replies list"):
        get_mail(session, 99)


def test_a_run_that_should_stop_leaves_the_rest_to_the_next(inbox: Inbox) -> None:
    folder = inbox.folder / "new"
    folder.mkdir(parents=True)
    for number in range(BATCH + 1):
        (folder / f"{number}.office").write_bytes(answer(address(inbox.sent[0]), body=f"Answer {number}"))
    first = inbox.collect(should_stop=lambda: True)
    assert (first.stored, first.read) == (BATCH, 0)
    second = inbox.collect()
    assert (second.stored, second.read) == (1, BATCH + 1)


@needs_dovecot
def test_a_server_that_gives_new_numbers_to_old_mail_changes_nothing(inbox: Inbox) -> None:
    with running_dovecot() as server:
        account = ImapAccount("127.0.0.1", server.port, "office", "secret", tls=False)
        server.deliver("1.office", report(address(inbox.sent[0])))
        server.deliver("2.office", answer(address(inbox.sent[1])))
        assert inbox.collect(ImapMailbox(account)).stored == 2
        with inbox.database.read() as session:
            before, entries = list_mails(session), count_entries(session)
            assert len(list_seen(session, mailbox=ImapMailbox(account).name)) == 2
        server.forget_numbers()
        assert inbox.collect(ImapMailbox(account)).stored == 0
        with inbox.database.read() as session:
            assert (list_mails(session), count_entries(session)) == (before, entries)
            keys = list_seen(session, mailbox=ImapMailbox(account).name)
        assert sorted(key.partition(":")[2] for key in keys) == ["1", "1", "2", "2"]
        server.deliver("3.office", answer(address(inbox.sent[2])))
        assert inbox.collect(ImapMailbox(account)).stored == 1


COLLECT_IN_A_PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from outreach.accounts import Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.db import open_database
from outreach.replies.collect import collect
from outreach.replies.maildir import Maildir
from outreach.replies.reclassify import reclassify
from outreach import schema
url, blobs, folder, key = sys.argv[1:]
collect(open_database(url), FolderBlobs(Path(blobs)), mailbox=Maildir(Path(folder)), token_keys=[key.encode()],
        now=datetime(2026, 11, 26, 10, 0, tzinfo=UTC), actor=system_actor("replies", Role.COORDINATOR))
"""


def test_killed_at_any_point_nothing_is_lost_and_nothing_counts_twice(inbox: Inbox, tmp_path: Path) -> None:
    bounce, people = report(address(inbox.sent[0])), 60
    (inbox.folder / "new").mkdir(parents=True)
    (inbox.folder / "new" / "0.office").write_bytes(bounce)
    for number in range(people):
        raw = answer(address(inbox.sent[1]), body=f"Answer {number}")
        (inbox.folder / "new" / f"{number + 1}.office").write_bytes(raw)
    url = str(inbox.database.engine.url)
    command = [
        sys.executable,
        "-c",
        COLLECT_IN_A_PROCESS,
        url,
        str(inbox.blobs.root),
        str(inbox.folder),
        KEY.decode(),
    ]
    for round_number in range(3):
        process = subprocess.Popen(command)
        wait_for_progress(inbox, process, more_than=round_number * 20)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    inbox.collect()
    with inbox.database.read() as session:
        mails = list_mails(session)
        assert len(mails) == people + 1
        assert {mail.status for mail in mails} == {ReplyStatus.SETTLED, ReplyStatus.NEEDS_READER}
        assert count_entries(session, action="delivery.settled") == 1
        assert count_entries(session, action="contact.flagged") == 1
        assert count_entries(session, action="mail.stored") == people + 1
        assert count_entries(session, action="mail.matched") == people + 1
    assert state(inbox)[0] is DeliveryStatus.BOUNCED


def wait_for_progress(inbox: Inbox, process: "subprocess.Popen[bytes]", *, more_than: int) -> None:
    """Until so many blobs are stored, or the process is done: another point at each kill."""
    while process.poll() is None:
        if sum(1 for path in inbox.blobs.root.rglob("*") if path.is_file()) > more_than:
            return
        time.sleep(0.01)
