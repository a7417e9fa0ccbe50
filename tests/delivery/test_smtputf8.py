"""Addresses beyond ASCII: carried where servers offer SMTPUTF8, refused before the mail where they do not."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import SMTPUTF8
from pathlib import Path

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.address import ascii_address, carried_address, domain_of, needs_smtputf8
from outreach.delivery.bundle import make_bundle
from outreach.delivery.check_bundle import check_bundle
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.run import SendReport
from outreach.delivery.sandbox import Sandbox
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus, Outcome
from outreach.delivery.store import get_delivery, list_attempts
from outreach.delivery.transport import Transport
from outreach.errors import BadInput
from outreach.fake_smtp import Manners, Reply, Verb
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import STAFF_SAM

S = DeliveryStatus
DIRECTOR = "局長@官邸.example"


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("office@gov.example", "office@gov.example"),
        ("kanzler@büro.example", "kanzler@xn--bro-hoa.example"),
        ("office@straße.example", "office@xn--strae-oqa.example"),
        (DIRECTOR, DIRECTOR),
        ("局長@xn--kbt494j.example", DIRECTOR),
        ("局長@Gov.Example", "局長@gov.example"),
        ("bu\u0308ro@gov.example", "büro@gov.example"),
    ],
)
def test_an_address_is_in_ascii_wherever_that_is_possible(address: str, carried: str) -> None:
    assert carried_address(address) == carried
    assert needs_smtputf8(carried) is (not carried.isascii())
    assert carried_address(carried) == carried
    assert domain_of(address).isascii()
    assert domain_of(address) == domain_of(carried)


@pytest.mark.parametrize(
    "address",
    ["a\u202eb@x.example", "局\u200b長@x.example", "局\u2028長@x.example", "局長 @x.example", "💌@x.example",
     "局長@", "@x.example", "局" * 22 + "@x.example", "局長@-ü.example", "a\ud800@x.example", "a@\ud800.example"],
)  # fmt: skip
def test_what_no_address_may_hold_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        carried_address(address)


def test_where_any_server_must_do_it_is_refused_with_the_reason() -> None:
    with pytest.raises(BadInput, match="needs SMTPUTF8"):
        ascii_address(DIRECTOR)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def send(database: Database, blobs: FolderBlobs, transport: Transport, *addresses: str) -> SendReport:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        for address in addresses:
            opened.add(address)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    return send_due(
        database,
        blobs,
        transport=transport,
        identity=IDENTITY,
        clock=lambda: NOW,
        worker="test",
        actor=STAFF_SAM,
    )


def over(server: SmtpServer) -> SmtpTransport:
    return SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=False, connections=1)


def test_a_server_that_offers_it_gets_the_mail(
    any_database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    told = send(any_database, blobs, over(server), DIRECTOR, "office@gov.example", "office@büro.example")
    assert told.statuses == {S.ACCEPTED: 3}
    by_name = {mail.recipient: mail for mail in server.received}
    director, ascii_only = by_name[DIRECTOR], by_name["office@gov.example"]
    assert director.smtputf8
    assert director.rcpt_parameters == ("NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT=utf-8;{DIRECTOR}")
    assert message_from_bytes(director.message, policy=SMTPUTF8)["To"] == DIRECTOR
    assert f"To: <{DIRECTOR}>\r\n".encode() in director.message
    assert director.message.replace(DIRECTOR.encode(), b"").isascii(), "nothing else needs it"
    for mail in (ascii_only, by_name["office@xn--bro-hoa.example"]):
        assert not mail.smtputf8
        assert mail.message.isascii()
    assert ascii_only.rcpt_parameters[1] == "ORCPT=rfc822;office@gov.example"


def test_a_server_without_it_refuses_that_mail_alone_before_a_word_is_said(
    any_database: Database, blobs: FolderBlobs
) -> None:
    said: list[tuple[Verb, str]] = []

    def listen(verb: Verb, recipient: str) -> Reply | None:
        said.append((verb, recipient))
        return None

    with SmtpServer(Manners(script=listen, offers_smtputf8=False)) as server:
        told = send(any_database, blobs, over(server), "one@gov.example", DIRECTOR, "two@gov.example")
        assert told.statuses == {S.ACCEPTED: 2, S.REFUSED: 1}
        assert told.trouble is None
        assert [mail.recipient for mail in server.received] == ["one@gov.example", "two@gov.example"]
        assert server.connections == 1, "the conversation goes on"
        assert [verb for verb, _ in said].count(Verb.MAIL) == 2
    with any_database.read() as session:
        (attempt,) = list_attempts(session, 2)
        delivery = get_delivery(session, 2)
    assert (attempt.outcome, attempt.enhanced_status, attempt.reply_code) == (Outcome.PERMANENT, "5.6.7", None)
    assert "does not offer SMTPUTF8" in (attempt.reply_text or "")
    assert "add a contact of the office" in (attempt.reply_text or "")
    assert (delivery.status, delivery.next_attempt_at) == (S.REFUSED, None)


def test_a_server_that_takes_it_back_has_refused(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    server.manners.script = lambda verb, to: "553 5.6.7 not here" if verb is Verb.RCPT and to == DIRECTOR else None
    told = send(database, blobs, over(server), DIRECTOR, "office@gov.example")
    assert told.statuses == {S.REFUSED: 1, S.ACCEPTED: 1}


def test_the_sandbox_keeps_it_and_its_evidence_holds(
    database: Database, blobs: FolderBlobs, tmp_path: Path
) -> None:
    assert send(database, blobs, Sandbox(tmp_path / "sandbox"), DIRECTOR).statuses == {S.ACCEPTED: 1}
    (kept,) = (tmp_path / "sandbox" / "new").iterdir()
    assert f"Delivered-To: {DIRECTOR}\r\n".encode() in kept.read_bytes()
    with database.read() as session:
        assert check_bundle(make_bundle(session, blobs, delivery_id=1, now=NOW)).problem is None


@pytest.mark.parametrize(
    ("address", "carried", "original"),
    [
        ("a+b=c@gov.example", "a+b=c@gov.example", "rfc822;a+2Bb+3Dc@gov.example"),
        ("info@官邸.example", "info@xn--kbt494j.example", "rfc822;info@xn--kbt494j.example"),
        ("局+長=@官邸.example", "局+長=@官邸.example", "utf-8;局\\x{2B}長\\x{3D}@官邸.example"),
    ],
)
def test_what_the_server_hears_of_an_address(
    database: Database, blobs: FolderBlobs, server: SmtpServer, address: str, carried: str, original: str
) -> None:
    assert send(database, blobs, over(server), address).statuses == {S.ACCEPTED: 1}
    (mail,) = server.received
    assert mail.recipient == carried
    assert mail.rcpt_parameters == ("NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT={original}")
    assert {"RET=HDRS", "ENVID=1.1"} <= set(mail.mail_parameters)
