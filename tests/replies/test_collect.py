"""Mail comes in: kept first, then read, matched and carried out; again, or after a kill, nothing changes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.audit.store import count_entries
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import get_delivery, list_evidence
from outreach.errors import NotAllowed, NotFound
from outreach.recipients.decline_proposal import decline_proposal
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import get_contact, list_proposals
from outreach.replies.collect import BATCH, collect
from outreach.replies.imap import ImapAccount, ImapMailbox
from outreach.replies.maildir import Maildir
from outreach.replies.reclassify import reclassify
from outreach.replies.status import MatchedBy, ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo, get_mail, list_mails, list_seen
from outreach.rounds.store import get_addressee
from tests.dovecot import needs_dovecot, running_dovecot
from tests.people import COORDINATOR_CHI, OUTSIDER_OMAR
from tests.replies.conftest import NOW, Inbox
from tests.replies.mails import KEY, address, answer, automatic, report


def only(inbox: Inbox) -> MailInfo:
    with inbox.database.read() as session:
        (mail,) = list_mails(session)
    return mail


def state(inbox: Inbox, number: int = 0) -> tuple[DeliveryStatus, list[Rung]]:
    with inbox.database.read() as session:
        delivery = get_delivery(session, inbox.sent[number])
        return delivery.status, [proof.rung for proof in list_evidence(session, delivery.id)]


def contact_flag(session: Session, delivery_id: int) -> str | None:
    addressee = get_addressee(session, get_delivery(session, delivery_id).addressee_id)
    assert addressee.contact_id is not None
    return get_contact(session, addressee.contact_id).flagged_reason


def test_a_bounce_settles_its_delivery_and_puts_the_contact_in_doubt(inbox: Inbox) -> None:
    told = inbox.receive(report(address(inbox.sent[0])))
    assert (told.stored, told.kinds, told.statuses) == (1, {ReplyKind.BOUNCE: 1}, {ReplyStatus.SETTLED: 1})
    assert state(inbox) == (DeliveryStatus.BOUNCED, [])
    assert state(inbox, 1) == (DeliveryStatus.ACCEPTED, [])
    with inbox.database.read() as session:
        assert contact_flag(session, inbox.sent[0]) == "Mail 1 reports: failed 5.1.1 (dead)."
        assert contact_flag(session, inbox.sent[1]) is None


@pytest.mark.parametrize(
    ("action", "status", "kind", "becomes", "rungs"),
    [
        ("delayed", "4.4.1", ReplyKind.DELAY, DeliveryStatus.ACCEPTED, [Rung.RELAY_ACCEPTED]),
        ("delivered", "2.0.0", ReplyKind.DELIVERY_RECEIPT, DeliveryStatus.DELIVERED, [Rung.DSN_DELIVERED]),
        ("relayed", "2.0.0", ReplyKind.DELIVERY_RECEIPT, DeliveryStatus.ACCEPTED, [Rung.SERVER_ACCEPTED]),
    ],
)
def test_other_reports_move_what_they_prove(
    inbox: Inbox, action: str, status: str, kind: ReplyKind, becomes: DeliveryStatus, rungs: list[Rung]
) -> None:
    inbox.receive(report(address(inbox.sent[0]), action=action, status=status, diagnostic="250 ok"))
    assert only(inbox).kind is kind
    assert state(inbox) == (becomes, rungs)


def test_an_automatic_note_is_evidence_and_nothing_more(inbox: Inbox) -> None:
    inbox.receive(automatic(address(inbox.sent[0])))
    assert (only(inbox).kind, only(inbox).status) == (ReplyKind.AUTO_REPLY, ReplyStatus.SETTLED)
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [Rung.SERVER_ACCEPTED])


def test_an_acknowledgement_is_kept_with_the_office_number(inbox: Inbox) -> None:
    body = "Your letter has been received. Our reference number: TO2026/18842. This is an automated message."
    inbox.receive(automatic(address(inbox.sent[0]), body=body, subject="Acknowledgement"))
    mail = only(inbox)
    assert mail.reading is not None
    assert mail.reading.finding.reference_numbers == ("TO2026/18842",)
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [Rung.AUTO_ACKNOWLEDGED])
    with inbox.database.read() as session:
        (proof,) = list_evidence(session, inbox.sent[0])
    assert (proof.source, proof.blob_sha256) == (f"mail:{mail.id}", mail.raw_sha256)


def test_a_person_is_read_by_a_person(inbox: Inbox) -> None:
    inbox.receive(answer(address(inbox.sent[0])))
    mail = only(inbox)
    assert (mail.kind, mail.status) == (ReplyKind.HUMAN, ReplyStatus.NEEDS_READER)
    assert [(m.delivery_id, m.matched_by) for m in mail.matches] == [(inbox.sent[0], MatchedBy.TOKEN)]
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [])


def test_use_our_form_is_proposed_and_never_applied(inbox: Inbox) -> None:
    body = "This mailbox is not monitored. Please use our contact form at https://www.ministry.example/form."
    inbox.receive(automatic(address(inbox.sent[0]), body=body), automatic(address(inbox.sent[0]), body=body + " "))
    with inbox.database.read() as session:
        (proposal,) = list_proposals(session)
        addressee = get_addressee(session, get_delivery(session, inbox.sent[0]).addressee_id)
        assert (proposal.office_key, proposal.value) == (addressee.office_key, "https://www.ministry.example/form")
        assert {mail.status for mail in list_mails(session)} == {ReplyStatus.NEEDS_READER}


def test_what_a_person_declined_is_not_proposed_again(inbox: Inbox) -> None:
    body = "This mailbox is not monitored. Please use our contact form at https://www.ministry.example/form."
    inbox.receive(automatic(address(inbox.sent[0]), body=body))
    with inbox.database.begin() as session:
        decline_proposal(session, proposal_id=1, reason="for citizens only", actor=COORDINATOR_CHI, now=NOW)
    mail = only(inbox)
    with inbox.database.begin() as session:
        reclassify(session, mail_id=mail.id, kind=ReplyKind.ACKNOWLEDGEMENT, actor=COORDINATOR_CHI, now=NOW)
    inbox.receive(automatic(address(inbox.sent[0]), body=body + " "))
    with inbox.database.read() as session:
        assert [one.status for one in list_proposals(session)] == [ProposalStatus.DECLINED]


def test_one_mail_may_belong_to_several_deliveries(inbox: Inbox) -> None:
    both = f"{address(inbox.sent[0])}, {address(inbox.sent[1])}"
    inbox.receive(answer(both))
    assert [match.delivery_id for match in only(inbox).matches] == list(inbox.sent[:2])


def test_the_printed_reference_matches_but_proves_nothing(inbox: Inbox) -> None:
    with inbox.database.read() as session:
        reference = get_addressee(session, get_delivery(session, inbox.sent[0]).addressee_id).reference
    inbox.receive(report("petition@outreach.example", subject=f"A petition ({reference})"))
    inbox.receive(answer("petition@outreach.example", body=f"Regarding your letter {reference.lower()}."))
    with inbox.database.read() as session:
        mails = list_mails(session)
    assert [mail.matches[0].matched_by for mail in mails] == [MatchedBy.REFERENCE, MatchedBy.REFERENCE]
    assert {mail.status for mail in mails} == {ReplyStatus.NEEDS_READER}
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [])


FORGERIES: Mapping[str, object] = {
    "signed with another key": lambda i: address(i, key=b"not ours"),
    "truncated": lambda i: address(i)[3:],
    "one character changed": lambda i: address(i).replace(
        address(i)[20], "z" if address(i)[20] != "z" else "y", 1
    ),
    "of a delivery that does not exist": lambda i: address(999_999),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_false_token_changes_no_state(inbox: Inbox, forgery: str) -> None:
    make = FORGERIES[forgery]
    assert callable(make)
    inbox.receive(report(make(inbox.sent[0])))
    assert (only(inbox).status, only(inbox).matches) == (ReplyStatus.NEEDS_MATCH, ())
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [])


@pytest.mark.parametrize("status", [DeliveryStatus.QUEUED, DeliveryStatus.CANCELLED, DeliveryStatus.REFUSED])
def test_a_bounce_of_what_was_never_sent_is_read_by_a_person(inbox: Inbox, status: DeliveryStatus) -> None:
    with inbox.database.begin() as session:
        put(session, inbox.sent[0], status)
    inbox.receive(report(address(inbox.sent[0])))
    assert only(inbox).status is ReplyStatus.NEEDS_READER
    assert state(inbox) == (status, [])


def put(session: Session, delivery_id: int, status: DeliveryStatus) -> None:
    session.connection().exec_driver_sql(
        f"update delivery_deliveries set status = '{status}' where id = {delivery_id}"
    )


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
