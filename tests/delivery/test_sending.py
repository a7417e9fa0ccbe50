"""From approved parcels to mails at a server: claim, send, record, on both databases."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.delivery.status import DeliveryStatus, Outcome, Rung
from outreach.delivery.store import (
    find_delivery_by_message_id,
    get_delivery,
    highest_rung,
    list_attempts,
    list_deliveries,
    list_evidence,
)
from outreach.fake_smtp import HANG_UP, Reply, Verb
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import IDENTITY, NOW
from tests.delivery.sending import an_open_round, send, statuses

S = DeliveryStatus


def test_each_office_gets_its_own_letter_once(
    any_database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    addresses = [f"office{number}@gov{number}.example" for number in range(5)]
    an_open_round(any_database, blobs, *addresses)
    report = send(any_database, blobs, server)
    assert report.statuses == {S.ACCEPTED: 5}
    assert (report.held, report.trouble) == ((), None)
    assert sorted(mail.recipient for mail in server.received) == addresses
    assert len({mail.sender for mail in server.received}) == 5
    assert send(any_database, blobs, server).tried == 0
    assert len(server.received) == 5


def test_the_mail_is_the_approved_parcel(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, "office@gov.example")
    send(database, blobs, server)
    (mail,) = server.received
    read = message_from_bytes(mail.message, policy=default)
    assert [part.get_filename() for part in read.iter_attachments()] == [
        "Letter gb-office-1.pdf",
        "Dossier – 請願書.pdf",
    ]
    assert mail.sender == read["Reply-To"] == IDENTITY.reply_address(1)
    with database.read() as session:
        (attempt,) = list_attempts(session, 1)
        (proof,) = list_evidence(session, 1)
        found = find_delivery_by_message_id(session, read["Message-ID"])
        assert highest_rung(session, 1) is Rung.RELAY_ACCEPTED
    assert found is not None
    assert found.id == 1
    assert (attempt.outcome, attempt.reply_code, attempt.enhanced_status) == (Outcome.ACCEPTED, 250, "2.0.0")
    assert attempt.eml_sha256 == proof.blob_sha256 == sha256_of(mail.message)
    assert blobs.get(attempt.eml_sha256 or "") == mail.message
    assert mail.mail_parameters == ("RET=HDRS", "ENVID=1.1")
    assert mail.rcpt_parameters == ("NOTIFY=SUCCESS,FAILURE,DELAY", "ORCPT=rfc822;office@gov.example")


@pytest.mark.parametrize(
    ("verb", "reply", "status", "outcome"),
    [
        (Verb.MAIL, "451 4.3.0 busy", S.WAITING, Outcome.TEMPORARY),
        (Verb.MAIL, "550 5.7.1 no", S.REFUSED, Outcome.PERMANENT),
        (Verb.RCPT, "451 4.7.1 greylisted", S.WAITING, Outcome.TEMPORARY),
        (Verb.RCPT, "550 5.1.1 no such user", S.REFUSED, Outcome.PERMANENT),
        (Verb.DATA, "451 4.3.0 busy", S.WAITING, Outcome.TEMPORARY),
        (Verb.DATA, "554 5.7.1 no", S.REFUSED, Outcome.PERMANENT),
        (Verb.CONTENT, "452 4.3.1 full", S.WAITING, Outcome.TEMPORARY),
        (Verb.CONTENT, "552 5.3.4 too big", S.REFUSED, Outcome.PERMANENT),
        (Verb.CONTENT, HANG_UP, S.UNCERTAIN, Outcome.UNCERTAIN),
        (Verb.CONTENT_KEPT, HANG_UP, S.UNCERTAIN, Outcome.UNCERTAIN),
        (Verb.RCPT, HANG_UP, S.WAITING, Outcome.TEMPORARY),
        (Verb.EHLO, "421 4.3.2 closing", S.WAITING, Outcome.TEMPORARY),
    ],
)
def test_what_the_server_says_decides(
    database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    verb: Verb,
    reply: Reply,
    status: DeliveryStatus,
    outcome: Outcome,
) -> None:
    server.manners.script = lambda at, _recipient: reply if at is verb else None
    an_open_round(database, blobs, "office@gov.example")
    send(database, blobs, server)
    with database.read() as session:
        (attempt,) = list_attempts(session, 1)
        delivery = get_delivery(session, 1)
    assert (delivery.status, attempt.outcome) == (status, outcome)
    assert attempt.reply_text
    assert (delivery.next_attempt_at is not None) is (status is S.WAITING)
    assert delivery.leased_until is None


def test_one_bad_recipient_never_stops_the_rest(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    replies: dict[str, Reply] = {
        "a@x.example": "550 5.1.1 no",
        "c@x.example": "451 4.7.1 later",
        "d@x.example": HANG_UP,
    }
    server.manners.script = lambda verb, recipient: replies.get(recipient) if verb is Verb.RCPT else None
    an_open_round(database, blobs, *(f"{name}@x.example" for name in "abcdef"))
    send(database, blobs, server)
    assert statuses(database) == [S.REFUSED, S.ACCEPTED, S.WAITING, S.WAITING, S.ACCEPTED, S.ACCEPTED]


def test_a_greylist_opens_on_the_second_try(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    tries: list[str] = []

    def greylist(verb: Verb, recipient: str) -> Reply | None:
        if verb is Verb.RCPT:
            tries.append(recipient)
        return "451 4.7.1 Greylisted, try again in 300 seconds" if verb is Verb.RCPT and len(tries) == 1 else None

    server.manners.script = greylist
    an_open_round(database, blobs, "office@gov.example")
    send(database, blobs, server)
    assert send(database, blobs, server, NOW + timedelta(minutes=5)).tried == 0
    assert send(database, blobs, server, NOW + timedelta(minutes=6)).statuses == {S.ACCEPTED: 1}
    with database.read() as session:
        first, second = list_attempts(session, 1)
    assert first.message_id != second.message_id
    assert len(server.received) == 1


def test_what_is_tried_again_among_others_has_its_own_number_of_tries(
    any_database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    """The numbers of a delivery and of its attempts part as soon as some are tried twice."""
    addresses = [f"office{number}@gov{number}.example" for number in range(6)]
    an_open_round(any_database, blobs, *addresses)
    later = (addresses[1], addresses[4])
    server.manners.script = lambda verb, to: "451 4.7.1 later" if verb is Verb.RCPT and to in later else None
    for minutes in (0, 10, 40):
        send(any_database, blobs, server, NOW + timedelta(minutes=minutes))
    server.manners.script = lambda _verb, _to: None
    send(any_database, blobs, server, NOW + timedelta(hours=2))
    assert sorted(mail.recipient for mail in server.received) == addresses
    with any_database.read() as session:
        numbers = [[attempt.number for attempt in list_attempts(session, one)] for one in range(1, 7)]
    assert numbers == [[1], [1, 2, 3, 4], [1], [1], [1, 2, 3, 4], [1]]


def test_no_connection_burns_no_try_and_stops_the_run(database: Database, blobs: FolderBlobs) -> None:
    an_open_round(database, blobs, *(f"{name}@x.example" for name in "abcdefgh"))
    with SmtpServer() as server:
        closed = server
    report = send(database, blobs, closed)
    assert report.trouble is not None
    assert "OUTREACH_SMTP" in report.trouble
    assert set(report.statuses) == {S.WAITING}
    assert report.tried < 8
    with database.read() as session:
        assert {one.tries for one in list_deliveries(session)} == {0}


def test_an_altered_file_is_not_sent(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, "office@gov.example")
    for path in blobs.root.glob("*/*"):
        path.write_bytes(path.read_bytes() + b"!")
    send(database, blobs, server)
    assert server.received == []
    with database.read() as session:
        (attempt,) = list_attempts(session, 1)
        assert (get_delivery(session, 1).status, get_delivery(session, 1).tries) == (S.WAITING, 0)
    assert "altered" in (attempt.reply_text or "")
