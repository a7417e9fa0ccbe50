"""What is erased is gone, what must stay stays, and the ledger still verifies."""

from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement

from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.audit.verify import verify
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, Refused
from outreach.replies import erase
from outreach.replies.erase import EraseReport, erase_person, purge
from outreach.replies.move import move
from outreach.replies.settle import settle
from outreach.replies.status import ReplyStatus
from outreach.replies.store import MailInfo, list_mails
from outreach.replies.undo import undo
from tests.replies.conftest import NOW, Inbox
from tests.replies.mails import address, answer, automatic

LATER = NOW + timedelta(days=40)
HEADERS = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\nAuto-Submitted: auto-replied\n"
FILE = """\
--b

I am out of the office until Monday.
--b
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment; filename=a.pdf

%PDF-1.7
--b--
"""


def mails(inbox: Inbox) -> list[MailInfo]:
    with inbox.database.read() as session:
        return list_mails(session)


def filled(inbox: Inbox) -> list[MailInfo]:
    """A settled note, a settled note with a file, and an answer that nobody has read."""
    inbox.receive(
        automatic(address(inbox.sent[0])),
        answer(address(inbox.sent[1]), subject="Automatic reply", body=FILE, headers=HEADERS),
        answer(address(inbox.sent[1])),
    )
    found = mails(inbox)
    assert [mail.status for mail in found] == [
        ReplyStatus.SETTLED,
        ReplyStatus.SETTLED,
        ReplyStatus.NEEDS_READER,
    ]
    return found


def purged(inbox: Inbox, actor: Actor, *, mail: int, files: int, dry_run: bool = False) -> EraseReport:
    return purge(
        inbox.database, inbox.blobs, mail_days=mail, attachment_days=files, actor=actor, now=LATER, dry_run=dry_run
    )


def test_mail_whose_time_is_over_leaves_its_hash(inbox: Inbox, admin_ada: Actor) -> None:
    before = filled(inbox)
    assert purged(inbox, admin_ada, mail=0, files=0) == EraseReport(0, 0, 0)
    assert purged(inbox, admin_ada, mail=41, files=41) == EraseReport(0, 0, 0)
    assert purged(inbox, admin_ada, mail=30, files=10, dry_run=True) == EraseReport(2, 0, 1)
    assert mails(inbox) == before
    assert purged(inbox, admin_ada, mail=30, files=10) == EraseReport(2, 0, 1)
    assert purged(inbox, admin_ada, mail=30, files=10) == EraseReport(0, 0, 1)
    gone, _, kept = mails(inbox)
    assert (gone.raw_sha256, gone.kind, gone.matches) == (before[0].raw_sha256, before[0].kind, before[0].matches)
    assert (gone.from_address, gone.subject, gone.reading, gone.erased_at) == ("", "", None, LATER)
    assert not inbox.blobs.has(gone.raw_sha256)
    assert inbox.blobs.has(kept.raw_sha256)


def test_files_can_go_earlier_than_the_words(inbox: Inbox, admin_ada: Actor) -> None:
    before = filled(inbox)
    assert purged(inbox, admin_ada, mail=0, files=30) == EraseReport(0, 1, 0)
    note, with_file, _ = mails(inbox)
    assert (note, with_file.reading) == (before[0], before[1].reading)
    assert (with_file.raw_erased_at, with_file.erased_at) == (LATER, None)
    assert not inbox.blobs.has(with_file.raw_sha256)


def test_one_persons_mail_is_erased_and_does_not_come_back(inbox: Inbox, coordinator_chi: Actor) -> None:
    filled(inbox)
    inbox.receive(answer(address(inbox.sent[0]), body="Other.").replace(b"office@", b"jane@"))
    report = erase_person(
        inbox.database, inbox.blobs, address="Office@Ministry.example", actor=coordinator_chi, now=LATER
    )
    assert report == EraseReport(3, 0, 0)
    inbox.receive(answer(address(inbox.sent[1])))
    *gone, jane = mails(inbox)
    assert [(mail.status, mail.from_address, inbox.blobs.has(mail.raw_sha256)) for mail in gone] == [
        (ReplyStatus.SETTLED, "", False)
    ] * 3
    assert jane.from_address == "jane@ministry.example"
    with inbox.database.begin() as session, pytest.raises(Refused, match="Mail 1 was erased"):
        move(session, mail_id=gone[0].id, delivery_id=inbox.sent[0], actor=coordinator_chi, now=LATER)


def test_the_ledger_tells_of_it_without_the_address_and_still_verifies(
    inbox: Inbox, coordinator_chi: Actor
) -> None:
    mail = filled(inbox)[0]
    erase_person(inbox.database, inbox.blobs, address=mail.from_address, actor=coordinator_chi, now=LATER)
    with inbox.database.read() as session:
        assert verify(session).broken is None
        last = list_entries(session, subject=f"mail:{mail.id}", limit=1)[0]
    assert (last.action, last.facts) == ("mail.erased", {"sha256": mail.raw_sha256, "because": "request"})


def test_what_a_person_takes_up_meanwhile_stays(
    inbox: Inbox, admin_ada: Actor, coordinator_chi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look for what is due and the lock on it."""
    kept = filled(inbox)[2]
    with inbox.database.begin() as session:
        settle(session, mail_id=kept.id, actor=coordinator_chi, now=NOW)
    earlier = erase._ids

    def look(database: Database, condition: ColumnElement[bool]) -> list[int]:
        found = earlier(database, condition)
        if len(found) == 3:
            with database.begin() as session:
                undo(session, mail_id=kept.id, actor=coordinator_chi, now=NOW)
        return found

    monkeypatch.setattr(erase, "_ids", look)
    assert purged(inbox, admin_ada, mail=30, files=0) == EraseReport(2, 0, 1)
    assert mails(inbox)[2] == kept
    assert inbox.blobs.has(kept.raw_sha256)


def test_others_may_not_erase(inbox: Inbox, organiser_olga: Actor, staff_sam: Actor, admin_ada: Actor) -> None:
    with pytest.raises(NotAllowed):
        purged(inbox, staff_sam, mail=1, files=1)
    with pytest.raises(NotAllowed):
        erase_person(inbox.database, inbox.blobs, address="a@b.example", actor=organiser_olga, now=NOW)
    with pytest.raises(BadInput, match="is no mail address"):
        erase_person(inbox.database, inbox.blobs, address="jane", actor=admin_ada, now=NOW)
