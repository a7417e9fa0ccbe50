"""From approved parcels to mails at a server: claim, send, record, on both databases."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlmodel import Session

from outreach.accounts import Actor
from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.run import SendReport
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus, Outcome, Rung
from outreach.delivery.store import (
    find_delivery_by_message_id,
    find_delivery_of_addressee,
    get_delivery,
    highest_rung,
    list_attempts,
    list_deliveries,
    list_evidence,
)
from outreach.delivery.switch import allow_sending, stop_sending
from outreach.errors import NotAllowed, WrongStatus
from outreach.fake_smtp import HANG_UP, Reply, Verb
from outreach.fakes import SmtpServer
from outreach.petition.tables import PetitionVersion
from outreach.recipients.status import Channel
from outreach.rounds.status import RoundStatus
from outreach.rounds.tables import Round
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import ORGANISER_OLGA, STAFF_SAM

S = DeliveryStatus


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def transport_to(server: SmtpServer, *, is_live: bool = False) -> SmtpTransport:
    relay = Relay("127.0.0.1", server.port, Tls.NONE, timeout_seconds=5)
    return SmtpTransport(relay, is_live=is_live, connections=2)


def send(
    database: Database, blobs: FolderBlobs, server: SmtpServer, at: datetime = NOW, **more: object
) -> SendReport:
    return send_due(
        database,
        blobs,
        transport=transport_to(server),
        identity=IDENTITY,
        clock=lambda: at,
        worker="test",
        actor=STAFF_SAM,
        chance=lambda: 0.0,
        **more,  # type: ignore[arg-type]
    )


def an_open_round(
    database: Database, blobs: FolderBlobs, *addresses: str, then: Callable[[OpenRound], None] = lambda _: None
) -> int:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        for address in addresses:
            opened.add(address)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        then(opened)
        return opened.round_id


def statuses(database: Database) -> list[DeliveryStatus]:
    with database.read() as session:
        return [one.status for one in list_deliveries(session)]


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


@pytest.mark.parametrize("status", [RoundStatus.PAUSED, RoundStatus.CANCELLED, RoundStatus.CLOSED])
def test_only_an_open_round_sends(
    database: Database, blobs: FolderBlobs, server: SmtpServer, status: RoundStatus
) -> None:
    round_id = an_open_round(database, blobs, "office@gov.example")
    change_round(database, round_id, status=status)
    (held,) = send(database, blobs, server).held
    assert status in held.reason
    assert server.received == []


def test_a_withdrawn_text_holds_everything(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, "office@gov.example")
    with database.begin() as session:
        version = session.get(PetitionVersion, 1)
        assert version is not None
        version.withdrawn_at = NOW
    (held,) = send(database, blobs, server).held
    assert "withdrawn" in held.reason


def test_a_live_round_needs_a_live_transport_and_a_trial_one_that_is_not(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    round_id = an_open_round(database, blobs, "office@gov.example")
    report = send_live(database, blobs, server, NOW)
    assert "trial" in report.held[0].reason
    change_round(database, round_id, live=True)
    assert "OUTREACH_LIVE" in send(database, blobs, server).held[0].reason
    assert server.received == []


def test_an_expired_check_holds_a_live_delivery(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs, live=True, closes_at=NOW + timedelta(days=200))
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    late = NOW + timedelta(days=90)
    assert "expired" in send_live(database, blobs, server, late).held[0].reason


def test_a_live_delivery_waits_for_its_office_to_open(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs, live=True)
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    at_night = NOW + timedelta(hours=12)
    assert send_live(database, blobs, server, at_night).tried == 0
    with database.read() as session:
        delivery = get_delivery(session, 1)
    assert (delivery.status, delivery.next_attempt_at) == (S.QUEUED, NOW + timedelta(days=1))
    assert send_live(database, blobs, server, NOW + timedelta(days=1)).statuses == {S.ACCEPTED: 1}


def send_live(database: Database, blobs: FolderBlobs, server: SmtpServer, at: datetime) -> SendReport:
    return send_due(
        database,
        blobs,
        transport=transport_to(server, is_live=True),
        identity=IDENTITY,
        clock=lambda: at,
        worker="test",
        actor=STAFF_SAM,
    )


def test_the_kill_switch_holds_until_it_is_lifted(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    an_open_round(database, blobs, "office@gov.example")
    with database.begin() as session:
        stop_sending(session, reason="wrong letter", actor=ORGANISER_OLGA, now=NOW)
    assert "wrong letter" in send(database, blobs, server).held[0].reason
    with database.begin() as session, pytest.raises(NotAllowed):
        allow_sending(session, actor=ORGANISER_OLGA, now=NOW)
    with database.begin() as session:
        allow_sending(session, actor=STAFF_SAM, now=NOW)
        with pytest.raises(WrongStatus):
            allow_sending(session, actor=STAFF_SAM, now=NOW)
    assert send(database, blobs, server).statuses == {S.ACCEPTED: 1}


def test_nothing_leaves_outside_its_window(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, "office@gov.example")
    assert send(database, blobs, server, NOW - timedelta(hours=1, seconds=1)).tried == 0
    assert send(database, blobs, server, NOW + timedelta(days=5)).tried == 0
    assert send(database, blobs, server).tried == 1


def test_a_limit_and_a_stop_are_kept(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, *(f"{name}@x.example" for name in "abcd"))
    assert send(database, blobs, server, limit=1).tried == 1
    assert send(database, blobs, server, should_stop=lambda: len(server.received) >= 2).tried in {1, 2}
    assert len(server.received) < 4


def test_queueing_takes_what_is_approved_once(any_database: Database, blobs: FolderBlobs) -> None:
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        by_mail = opened.add("office@gov.example")
        by_post = opened.add("1 Street\nTown", channel=Channel.POST)
        waiting = opened.add("other@gov.example", approved=False)
        assert queue(session, opened) == 2
        assert queue(session, opened) == 0
        found = {one: find_delivery_of_addressee(session, one) for one in (by_mail, by_post, waiting)}
    assert found[waiting] is None
    assert [one and one.status for one in found.values()] == [S.QUEUED, S.TO_HAND_OVER, None]


def test_only_staff_queues_and_only_an_open_round(database: Database, blobs: FolderBlobs) -> None:
    round_id = an_open_round(database, blobs, "office@gov.example")
    with database.begin() as session, pytest.raises(NotAllowed):
        queue_round(session, round_id=round_id, actor=ORGANISER_OLGA, now=NOW)
    change_round(database, round_id, status=RoundStatus.PAUSED)
    with database.begin() as session, pytest.raises(WrongStatus):
        queue_round(session, round_id=round_id, actor=STAFF_SAM, now=NOW)


def queue(session: Session, opened: OpenRound) -> int:
    return queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)


def change_round(database: Database, round_id: int, **values: object) -> None:
    with database.begin() as session:
        row = session.get(Round, round_id)
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)


def test_a_person_without_the_role_sends_nothing(
    database: Database, blobs: FolderBlobs, server: SmtpServer, organiser_olga: Actor
) -> None:
    with pytest.raises(NotAllowed):
        send_due(
            database,
            blobs,
            transport=transport_to(server),
            identity=IDENTITY,
            clock=lambda: NOW,
            worker="test",
            actor=organiser_olga,
        )
