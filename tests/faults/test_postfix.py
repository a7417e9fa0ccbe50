"""A real Postfix between us and the offices: it takes, defers and bounces, reports so, and its log is evidence."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach.accounts import Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.clock import utc_now
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.postfix_log import read_entries
from outreach.delivery.queue import queue_round
from outreach.delivery.read_log import LogReport, read_log
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.run import SendReport
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import get_delivery, list_attempts, list_evidence
from outreach.fake_smtp import Reply, Verb
from outreach.fakes import SmtpServer
from outreach.recipients.store import get_contact
from outreach.replies.collect import CollectReport, collect
from outreach.replies.maildir import Maildir
from outreach.replies.status import ReplyKind
from outreach.rounds.store import get_addressee
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import STAFF_SAM
from tests.postfix import Postfix, needs_postfix, running_postfix

pytestmark = needs_postfix
S = DeliveryStatus
COLLECTOR = system_actor("replies", Role.COORDINATOR)
OFFICES, BOX, OURS = "gov.example", "box.example", IDENTITY.reply_domain


@dataclass(frozen=True, slots=True)
class Way:
    """Our side, the relay, and the server of the offices at gov.example; box.example is kept by the relay."""

    database: Database
    blobs: FolderBlobs
    relay: Postfix
    office: SmtpServer

    def send(self, *addresses: str) -> SendReport:
        with self.database.begin() as session:
            opened = OpenRound(session, self.blobs)
            for address in addresses:
                opened.add(address)
            queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        return send_due(
            self.database,
            self.blobs,
            transport=SmtpTransport(Relay("127.0.0.1", self.relay.port, Tls.NONE), is_live=False),
            identity=IDENTITY,
            clock=lambda: NOW,
            worker="test",
            actor=STAFF_SAM,
        )

    def read_log(self, *files: Path) -> LogReport:
        """The given files of the log, or what there is now."""
        entries = read_entries(lines(files or self.relay.logs()), zone=ZoneInfo("UTC"), now=utc_now())
        with self.database.begin() as session:
            return read_log(
                session,
                entries=entries,
                own_relays=(),
                office_servers=["localhost"],
                actor=STAFF_SAM,
                now=NOW,
            )

    def collect(self) -> CollectReport:
        return collect(
            self.database,
            self.blobs,
            mailbox=Maildir(self.relay.maildir(OURS)),
            token_keys=IDENTITY.token_keys,
            now=NOW + timedelta(hours=1),
            actor=COLLECTOR,
        )

    def state(self, delivery_id: int = 1) -> tuple[DeliveryStatus, list[Rung]]:
        with self.database.read() as session:
            proofs = list_evidence(session, delivery_id)
            return get_delivery(session, delivery_id).status, [proof.rung for proof in proofs]


def lines(files: Sequence[Path]) -> Iterator[str]:
    for file in files:
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as text:
            yield from text


@pytest.fixture
def way(database: Database, blobs: FolderBlobs) -> Iterator[Way]:
    with SmtpServer() as office:
        office.manners.offers_dsn = False
        with running_postfix({OFFICES: office.port}, mailboxes=(BOX, OURS)) as relay:
            yield Way(database, blobs, relay, office)


DIRECTOR = "局長@gov.example"
"""An address that needs SMTPUTF8 (RFC 6531)."""


def says(way: Way, reply: Reply | None) -> None:
    way.office.manners.script = lambda verb, _to: reply if verb is Verb.RCPT else None


def test_what_the_offices_server_took_is_proved_by_log_and_report(way: Way) -> None:
    assert way.send("office@gov.example").statuses == {S.ACCEPTED: 1}
    assert way.state() == (S.ACCEPTED, [Rung.RELAY_ACCEPTED])
    way.relay.until("to=<office@gov.example>", "status=sent")
    assert way.read_log().accepted == [1]
    assert way.read_log().accepted == [], "the same lines again"
    assert way.state() == (S.ACCEPTED, [Rung.RELAY_ACCEPTED, Rung.SERVER_ACCEPTED])
    with way.database.read() as session:
        proof = list_evidence(session, 1)[-1]
        sent = list_attempts(session, 1)[0]
    assert proof.detail["text"] == "250 2.0.0 taken"
    assert proof.source.removeprefix("relay-log:") in (sent.reply_text or ""), "the queue id that Postfix told us"
    # The office's server reports nothing itself, so Postfix says that it passed the mail on (RFC 3461 §6.2.7.1).
    way.relay.until(f"@{OURS}>", "status=sent")
    assert way.collect().kinds == {ReplyKind.DELIVERY_RECEIPT: 1}
    assert way.state() == (S.ACCEPTED, [Rung.RELAY_ACCEPTED, Rung.SERVER_ACCEPTED, Rung.SERVER_ACCEPTED])
    (arrived,) = way.office.received
    assert arrived.recipient == "office@gov.example"
    assert b"Letter gb-office-1.pdf" in arrived.message


def test_a_mailbox_that_takes_it_reports_it_delivered(way: Way) -> None:
    way.send("office@box.example")
    way.relay.until(f"@{OURS}>", "status=sent")
    assert way.collect().kinds == {ReplyKind.DELIVERY_RECEIPT: 1}
    assert way.state() == (S.DELIVERED, [Rung.RELAY_ACCEPTED, Rung.DSN_DELIVERED])
    assert way.read_log().accepted == [], "the relay's own mailbox is no office's server"
    (kept,) = (way.relay.maildir(BOX) / "new").iterdir()
    with way.database.read() as session:
        eml = list_attempts(session, 1)[0].eml_sha256
    assert eml is not None
    assert kept.read_bytes().endswith(way.blobs.get(eml).replace(b"\r\n", b"\n")), "the very bytes that we keep"


def test_a_refusal_by_the_office_comes_back_and_settles_it(way: Way) -> None:
    says(way, "550 5.1.1 <office@gov.example>: there is no such office")
    assert way.send("office@gov.example").statuses == {S.ACCEPTED: 1}
    way.relay.until(f"@{OURS}>", "status=sent")
    report = way.collect()
    assert (report.stored, report.kinds) == (1, {ReplyKind.BOUNCE: 1})
    assert way.state() == (S.BOUNCED, [Rung.RELAY_ACCEPTED])
    with way.database.read() as session:
        contact_id = get_addressee(session, get_delivery(session, 1).addressee_id).contact_id
        assert contact_id is not None
        assert get_contact(session, contact_id).flagged_reason == "Mail 1 reports: failed 5.1.1 (dead)."
    told = way.read_log()
    assert (told.bounced, told.entries) == ([], 1), "already known"


def test_the_log_alone_settles_a_bounce_and_the_report_after_it_changes_nothing(way: Way) -> None:
    says(way, "550 5.7.1 not from you")
    way.send("office@gov.example", "other@box.example")
    way.relay.until("to=<office@gov.example>", "status=bounced")
    assert way.read_log().bounced == [1]
    with way.database.read() as session:
        assert "550 5.7.1 not from you" in (get_delivery(session, 1).settled_because or "")
    way.relay.until(f"@{OURS}>", "status=sent", times=2)
    assert way.collect().kinds == {ReplyKind.BOUNCE: 1, ReplyKind.DELIVERY_RECEIPT: 1}
    assert (way.state()[0], way.state(2)[0]) == (S.BOUNCED, S.DELIVERED)


def test_what_is_deferred_waits_and_the_log_is_read_on_after_its_rotation(way: Way) -> None:
    says(way, "451 4.7.1 greylisted, come back")
    way.send("office@gov.example")
    way.relay.until("to=<office@gov.example>", "status=deferred")
    told = way.read_log()
    assert list(told.deferred) == [1]
    assert "451 4.7.1 greylisted" in told.deferred[1]
    assert way.state() == (S.ACCEPTED, [Rung.RELAY_ACCEPTED])
    way.relay.rotate_log()
    says(way, None)
    way.relay.until("to=<office@gov.example>", "status=sent")
    newest = way.relay.log
    assert way.read_log(newest).accepted == [], "its Message-ID stands in the older file"
    assert len(way.relay.logs()) == 2
    told = way.read_log(*reversed(way.relay.logs()))
    assert (told.accepted, told.deferred) == ([1], {})
    assert way.read_log().accepted == []
    assert way.state() == (S.ACCEPTED, [Rung.RELAY_ACCEPTED, Rung.SERVER_ACCEPTED])


def test_an_address_that_the_relay_knows_no_way_to_is_refused_at_once(way: Way) -> None:
    report = way.send("office@nowhere.example", "office@gov.example")
    assert report.statuses == {S.REFUSED: 1, S.ACCEPTED: 1}
    with way.database.read() as session:
        attempt = list_attempts(session, 1)[0]
    assert (attempt.reply_code, "knows no way there" in (attempt.reply_text or "")) == (550, True)


def test_an_address_beyond_ascii_is_carried_proved_and_reported(way: Way) -> None:
    assert way.send(DIRECTOR, "局長@box.example").statuses == {S.ACCEPTED: 2}
    way.relay.until(f"@{OURS}>", "status=sent", times=2)
    (arrived,) = way.office.received
    assert (arrived.recipient, arrived.smtputf8) == (DIRECTOR, True)
    assert f"To: <{DIRECTOR}>\r\n".encode() in arrived.message
    assert way.read_log().accepted == [1]
    assert way.collect().kinds == {ReplyKind.DELIVERY_RECEIPT: 2}
    assert way.state(1)[1] == [Rung.RELAY_ACCEPTED, Rung.SERVER_ACCEPTED, Rung.SERVER_ACCEPTED]
    assert way.state(2) == (S.DELIVERED, [Rung.RELAY_ACCEPTED, Rung.DSN_DELIVERED])


def test_an_office_whose_server_lacks_smtputf8_bounces_that_mail_alone(way: Way) -> None:
    way.office.manners.offers_smtputf8 = False
    assert way.send(DIRECTOR, "office@gov.example").statuses == {S.ACCEPTED: 2}
    way.relay.until(f"@{OURS}>", "status=sent", times=2)
    assert [mail.recipient for mail in way.office.received] == ["office@gov.example"]
    assert way.collect().kinds == {ReplyKind.BOUNCE: 1, ReplyKind.DELIVERY_RECEIPT: 1}
    assert (way.state(1)[0], way.state(2)[0]) == (S.BOUNCED, S.ACCEPTED)
    with way.database.read() as session:
        assert "failed 5.6.7" in (get_delivery(session, 1).settled_because or "")


def test_a_relay_without_smtputf8_is_not_asked_to_carry_it(database: Database, blobs: FolderBlobs) -> None:
    with SmtpServer() as office:
        office.manners.offers_dsn = False
        with running_postfix({OFFICES: office.port}, mailboxes=(OURS,), offers_smtputf8=False) as relay:
            way = Way(database, blobs, relay, office)
            assert way.send(DIRECTOR, "office@gov.example").statuses == {S.REFUSED: 1, S.ACCEPTED: 1}
            relay.until("to=<office@gov.example>", "status=sent")
    assert [mail.recipient for mail in office.received] == ["office@gov.example"]
    with database.read() as session:
        assert "does not offer SMTPUTF8" in (list_attempts(session, 1)[0].reply_text or "")


def test_what_the_relay_gives_up_after_its_time_is_bounced_by_log_alone(
    database: Database, blobs: FolderBlobs
) -> None:
    with (
        SmtpServer() as office,
        running_postfix({OFFICES: office.port}, mailboxes=(OURS,), keeps_for="0") as relay,
    ):
        way = Way(database, blobs, relay, office)
        says(way, "451 4.2.2 mailbox full")
        way.send("office@gov.example")
        relay.until("postfix/qmgr", "status=expired, returned to sender")
        told = way.read_log()
        assert (told.bounced, told.deferred) == ([1], {})
        assert way.state() == (S.BOUNCED, [Rung.RELAY_ACCEPTED])
        with database.read() as session:
            assert "mailbox full" in (get_delivery(session, 1).settled_because or "")
