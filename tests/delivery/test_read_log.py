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


def test_a_bounce_of_a_delivery_that_is_settled_otherwise_changes_nothing(database: Database, sent: str) -> None:
    with database.begin() as session:
        row = session.get(Delivery, 1)
        assert row is not None
        row.status = DeliveryStatus.QUEUED
    assert read(database, log(sent, fate("bounced"))).bounced == []


def test_only_staff(database: Database, sent: str) -> None:
    with database.begin() as session, pytest.raises(NotAllowed):
        read_log(session, entries=[], own_relays=(), actor=COORDINATOR_CHI, now=NOW)
