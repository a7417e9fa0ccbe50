"""The relay's log becomes evidence: what the offices' own servers answered, once each."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.postfix_log import Fate, LogEntry, read_entries
from outreach.delivery.queue import queue_round
from outreach.delivery.read_log import LogReport, read_log
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import get_delivery, highest_rung, list_attempts, list_evidence
from outreach.delivery.tables import Delivery
from outreach.errors import NotAllowed
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import COORDINATOR_CHI, STAFF_SAM

BERLIN = ZoneInfo("Europe/Berlin")
TAKEN = "250 2.0.0 Ok: queued as 77A (see (RFC 5321))"


def log(message_id: str, *fates: str, queue_id: str = "4Xb1", at: str = "Nov 24 10:00:01") -> list[str]:
    head = f"{at} mail postfix"
    lines = [f"{head}/cleanup[71]: {queue_id}: message-id={message_id}"]
    return [*lines, *(f"{head}/smtp[72]: {queue_id}: {fate}" for fate in fates)]


def fate(
    status: str,
    text: str = TAKEN,
    *,
    to: str = "office0@gov.example",
    relay: str = "mx.gov.example[51.140.0.1]:25",
) -> str:
    dsn = {"sent": "2.0.0", "deferred": "4.2.0", "bounced": "5.1.1"}[status]
    return f"to=<{to}>, relay={relay}, delay=1.2, delays=0.1/0/0.9/0.2, dsn={dsn}, status={status} ({text})"


def entries(lines: Sequence[str], zone: ZoneInfo = BERLIN) -> list[LogEntry]:
    return read_entries(lines, zone=zone, now=NOW)


def test_an_entry_says_when_where_and_what() -> None:
    (entry,) = entries(log("<1@outreach.example>", fate("sent")))
    assert entry == LogEntry(
        at=datetime(2026, 11, 24, 9, 0, 1, tzinfo=UTC),
        queue_id="4Xb1",
        message_id="<1@outreach.example>",
        recipient="office0@gov.example",
        relay="mx.gov.example[51.140.0.1]:25",
        dsn="2.0.0",
        fate=Fate.SENT,
        text=TAKEN,
        over_smtp=True,
    )


@pytest.mark.parametrize(
    ("at", "meant"),
    [
        ("2026-11-24T08:00:01.123456+01:00", datetime(2026, 11, 24, 7, 0, 1, 123456, tzinfo=UTC)),
        ("2026-11-24T08:00:01", datetime(2026, 11, 24, 7, 0, 1, tzinfo=UTC)),
        ("Dec 31 23:30:00", datetime(2025, 12, 31, 22, 30, tzinfo=UTC)),
        ("Nov  4 10:00:00", datetime(2026, 11, 4, 9, tzinfo=UTC)),
    ],
)
def test_times_of_both_kinds_of_log(at: str, meant: datetime) -> None:
    (entry,) = entries(log("<1@x.example>", fate("sent"), at=at))
    assert entry.at == meant


@pytest.mark.parametrize(
    ("relay", "reached"),
    [
        ("mx.gov.example[51.140.0.1]:25", True),
        ("mx.gov.example[2a00:1450::1]:25", True),
        ("127.0.0.1[127.0.0.1]:10024", False),
        ("filter.lan[10.0.0.7]:25", False),
        ("Smart.host.example[51.140.0.2]:587", False),
        ("local", False),
        ("none", False),
    ],
)
def test_only_a_server_beyond_ours_is_the_recipients(relay: str, reached: bool) -> None:
    (entry,) = entries(log("<1@x.example>", fate("sent", relay=relay)))
    assert entry.reached_recipient(["smart.host.example"]) is reached


def test_rotated_files_in_any_order_and_a_queue_id_used_again() -> None:
    older = log("<old@x.example>", fate("sent"), at="Nov 23 10:00:00")
    newer = log("<new@x.example>", fate("bounced"), at="Nov 24 09:00:00")
    noise = ["", "no line of ours", "Nov 24 09:00:00 mail postfix/qmgr[1]: 4Xb1: removed", "\x00\xff"]
    read = [(entry.message_id, entry.fate) for entry in entries([*newer, *noise, *older])]
    assert read == [("<old@x.example>", Fate.SENT), ("<new@x.example>", Fate.BOUNCED)]


@pytest.fixture
def sent(database: Database, blobs: FolderBlobs) -> Iterator[str]:
    """One accepted delivery to office0; its Message-ID."""
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("office0@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    with SmtpServer() as server:
        send_due(
            database,
            blobs,
            transport=SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=False),
            identity=IDENTITY,
            clock=lambda: NOW,
            worker="test",
            actor=STAFF_SAM,
        )
    with database.read() as session:
        yield list_attempts(session, 1)[0].message_id


def read(database: Database, lines: Sequence[str]) -> LogReport:
    with database.begin() as session:
        return read_log(session, entries=entries(lines), own_relays=(), actor=STAFF_SAM, now=NOW)


@pytest.mark.parametrize(
    "at",
    [
        "2026-13-99T99:99:99",
        "2026-11-24Tgarbage",
        "0001-01-01T00:00:00+14:00",
        "Nov 31 10:00:01",
        "Feb 29 10:00:01",
    ],
)
def test_a_line_without_a_time_that_there_was_is_passed_over(at: str) -> None:
    spoilt = log("<2@outreach.example>", fate("sent"), queue_id="4Xb2", at=at)
    assert [one.message_id for one in entries([*spoilt, *log("<1@outreach.example>", fate("sent"))])] == [
        "<1@outreach.example>"
    ]


@pytest.mark.parametrize(
    "between",
    ["qmgr[70]: 4Xb1: removed", "pickup[69]: 4Xb1: uid=0 from=<x>", "smtpd[68]: 4Xb1: client=x[192.0.2.9]"],
)
def test_a_queue_id_used_again_by_a_mail_whose_message_id_was_cut_off_is_not_ours(between: str) -> None:
    ours = log("<1@outreach.example>", fate("deferred", "busy"))
    later = "Nov 24 10:30:01 mail postfix"
    cut = f"{later}/cleanup[71]: 4Xb1: message-"
    others = [f"Nov 24 10:20:01 mail postfix/{between}", cut, f"{later}/smtp[72]: 4Xb1: {fate('sent')}"]
    assert [one.fate for one in entries([*ours, *others])] == [Fate.DEFERRED]


def test_a_log_that_was_rotated_within_the_second_of_a_mail_is_read_in_any_order() -> None:
    begun, *ended = [
        *log("<1@outreach.example>", fate("sent")),
        "Nov 24 10:00:01 mail postfix/qmgr[70]: 4Xb1: removed",
    ]
    assert [one.fate for one in entries([*ended, begun])] == [Fate.SENT]
    assert [one.fate for one in entries(["\0\0\0" + begun, *ended])] == [Fate.SENT], "after a crash of the machine"


def test_acceptance_is_proved_once(database: Database, sent: str) -> None:
    lines = log(sent, fate("deferred", "451 greylisted"), fate("sent"))
    assert (read(database, lines).accepted, read(database, lines).accepted) == ([1], [])
    with database.read() as session:
        assert highest_rung(session, 1) is Rung.SERVER_ACCEPTED
        (proof,) = [one for one in list_evidence(session, 1) if one.rung is Rung.SERVER_ACCEPTED]
    assert (proof.source, proof.detail["text"], proof.at) == (
        "relay-log:4Xb1",
        TAKEN,
        datetime(2026, 11, 24, 9, 0, 1, tzinfo=UTC),
    )


def test_a_bounce_settles_once_with_the_servers_words(database: Database, sent: str) -> None:
    lines = log(sent, fate("bounced", "host said: 550 5.1.1 no such user"))
    assert (read(database, lines).bounced, read(database, lines).bounced) == ([1], [])
    with database.read() as session:
        delivery = get_delivery(session, 1)
        assert highest_rung(session, 1) is Rung.RELAY_ACCEPTED
    assert delivery.status is DeliveryStatus.BOUNCED
    assert "550 5.1.1 no such user" in (delivery.settled_because or "")


def test_what_still_waits_at_the_relay_is_told(database: Database, sent: str) -> None:
    report = read(database, log(sent, fate("deferred", "451 greylisted")))
    assert (report.deferred, report.accepted, report.entries) == ({1: "451 greylisted"}, [], 1)


@pytest.mark.parametrize("why", ["expired", "force-expired"])
def test_what_the_relay_gives_up_as_too_old_is_bounced(database: Database, sent: str, why: str) -> None:
    lines = log(sent, fate("deferred", "451 mailbox full"), queue_id="4Xb1")
    lines.append(
        f"Nov 24 10:00:01 mail postfix/qmgr[70]: 4Xb1: from=<t4k@replies.example>, status={why}, "
        "returned to sender"
    )
    lines.append("Nov 24 10:00:01 mail postfix/qmgr[70]: 4Xb1: removed")
    report = read(database, lines)
    assert (report.bounced, report.deferred) == ([1], {})
    assert read(database, lines[::-1]).bounced == [], "once, in whatever order rotated files are read"
    with database.read() as session:
        assert f"{why} after: 451 mailbox full" in (get_delivery(session, 1).settled_because or "")


def test_a_mail_that_got_through_before_the_relay_gave_up_others_is_not_bounced(sent: str) -> None:
    lines = log(
        sent, fate("deferred", "451 later"), fate("sent"), fate("deferred", "451 full", to="x@gov.example")
    )
    lines.append(
        "Nov 24 10:00:02 mail postfix/qmgr[70]: 4Xb1: from=<t4k@replies.example>, status=expired, "
        "returned to sender"
    )
    assert [one.recipient for one in entries(lines) if one.fate is Fate.BOUNCED] == ["x@gov.example"]


def test_our_message_id_to_somebody_else_proves_nothing(database: Database, sent: str) -> None:
    forged = [*log(sent, fate("sent", to="else@gov.example")), *log("<x@y.example>", fate("sent"), queue_id="5")]
    assert read(database, forged).entries == 0
    with database.read() as session:
        assert highest_rung(session, 1) is Rung.RELAY_ACCEPTED


def test_an_uncertain_one_that_the_relay_had_waits_for_a_person(database: Database, sent: str) -> None:
    with database.begin() as session:
        row = session.get(Delivery, 1)
        assert row is not None
        row.status = DeliveryStatus.UNCERTAIN
    assert read(database, log(sent, fate("sent"))).uncertain_but_sent == [1]
    with database.read() as session:
        assert get_delivery(session, 1).status is DeliveryStatus.UNCERTAIN


@pytest.mark.parametrize("told", [fate("sent"), fate("deferred", "451 later")])
def test_what_the_relay_had_is_not_sent_again_unasked(database: Database, sent: str, told: str) -> None:
    with database.begin() as session:
        row = session.get(Delivery, 1)
        assert row is not None
        row.status = DeliveryStatus.QUEUED
    assert read(database, log(sent, told)).uncertain_but_sent == [1]
    with database.read() as session:
        assert get_delivery(session, 1).status is DeliveryStatus.UNCERTAIN


def test_a_bounce_of_a_delivery_that_is_settled_otherwise_changes_nothing(database: Database, sent: str) -> None:
    with database.begin() as session:
        row = session.get(Delivery, 1)
        assert row is not None
        row.status = DeliveryStatus.QUEUED
    assert read(database, log(sent, fate("bounced"))).bounced == []


def test_only_staff(database: Database, sent: str) -> None:
    with database.begin() as session, pytest.raises(NotAllowed):
        read_log(session, entries=[], own_relays=(), actor=COORDINATOR_CHI, now=NOW)
