"""A mail to oneself is the office's in everything but address and mark, and leaves no trace of a delivery."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from outreach.accounts import Actor, Role, system_actor
from outreach.audit.verify import verify
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_attempts, list_deliveries
from outreach.delivery.switch import stop_sending
from outreach.delivery.to_me import ToMe, send_to_me
from outreach.delivery.token import find_tokens
from outreach.delivery.transport import PermanentFailure
from outreach.errors import NotAllowed, NotFound, Refused
from outreach.fake_smtp import Verb
from outreach.fakes import SmtpServer
from outreach.recipients.status import Channel
from outreach.replies.collect import collect
from outreach.replies.maildir import Maildir
from outreach.replies.status import MatchedBy, ReplyStatus
from outreach.replies.store import list_mails
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import COORDINATOR_CHI, STAFF_SAM
from tests.replies.mails import answer


def a_round(database: Database, blobs: FolderBlobs, channel: Channel = Channel.EMAIL) -> int:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        for number in range(3):
            opened.add(f"office{number}@gov.example", channel=channel)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        return opened.round_id


def transport_to(server: SmtpServer) -> SmtpTransport:
    return SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE, timeout_seconds=5), is_live=False)


def to_me(
    database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    *,
    address: str = "sam@home.example",
    limit: int = 1,
    actor: Actor = STAFF_SAM,
) -> list[ToMe]:
    return send_to_me(
        database,
        blobs,
        address=address,
        round_id=1,
        limit=limit,
        transport=transport_to(server),
        identity=IDENTITY,
        clock=lambda: NOW,
        actor=actor,
    )


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)  # type: ignore[return-value]


def test_it_is_what_the_office_gets(database: Database, blobs: FolderBlobs) -> None:
    a_round(database, blobs)
    with SmtpServer() as server:
        (sent,) = to_me(database, blobs, server)
        send_due(
            database,
            blobs,
            transport=transport_to(server),
            identity=IDENTITY,
            clock=lambda: NOW,
            worker="test",
            actor=STAFF_SAM,
            limit=1,
        )
    mine, theirs = (read(mail.message) for mail in server.received)
    assert (sent.office_key, server.received[0].recipient) == ("gb-office-1", "sam@home.example")
    assert mine["Subject"] == "[TEST] " + theirs["Subject"]
    assert (mine["To"], mine["Reply-To"]) == ("sam@home.example", IDENTITY.sender)
    contents = [[part.get_content() for part in mail.walk() if not part.is_multipart()] for mail in (mine, theirs)]
    assert contents[0] == contents[1]
    assert len(contents[0]) == 4


def test_it_leaves_the_delivery_as_it_was(database: Database, blobs: FolderBlobs) -> None:
    a_round(database, blobs)
    with SmtpServer() as server:
        assert len(to_me(database, blobs, server, limit=2)) == 2
    with database.read() as session:
        deliveries = list_deliveries(session)
        assert {one.status for one in deliveries} == {DeliveryStatus.QUEUED}
        assert not [attempt for one in deliveries for attempt in list_attempts(session, one.id)]
        assert verify(session).entries


def test_who_may_not_and_where_not(database: Database, blobs: FolderBlobs) -> None:
    a_round(database, blobs)
    with SmtpServer() as server:
        with pytest.raises(Refused, match="is the address of gb-office-2"):
            to_me(database, blobs, server, address="Office1@gov.example")
        with pytest.raises(NotAllowed):
            to_me(database, blobs, server, actor=COORDINATOR_CHI)
        with database.begin() as session:
            stop_sending(session, reason="wrong letter", actor=STAFF_SAM, now=NOW)
        with pytest.raises(Refused, match="stopped all sending"):
            to_me(database, blobs, server)
        assert server.received == []


def test_nothing_packed_is_told(database: Database, blobs: FolderBlobs) -> None:
    a_round(database, blobs, Channel.WEB_FORM)
    with SmtpServer() as server, pytest.raises(NotFound, match="reviews pack"):
        to_me(database, blobs, server)


def test_the_servers_refusal_is_told(database: Database, blobs: FolderBlobs) -> None:
    a_round(database, blobs)
    with SmtpServer() as server:
        server.manners.script = lambda verb, _who: "550 5.1.1 no such user" if verb is Verb.RCPT else None
        with pytest.raises(PermanentFailure, match="no such user"):
            to_me(database, blobs, server)


@pytest.mark.parametrize("names_the_test", [True, False])
def test_a_reply_to_a_test_is_about_no_delivery(
    database: Database, blobs: FolderBlobs, tmp_path: Path, names_the_test: bool
) -> None:
    """It bears the letter's reference; only by the Message-ID that it answers is it known as a test's."""
    a_round(database, blobs)
    with SmtpServer() as server:
        to_me(database, blobs, server)
    (arrived,) = server.received
    test = read(arrived.message)
    assert find_tokens(arrived.message.decode()) == []
    thread = f"In-Reply-To: {test['Message-ID']}\n" if names_the_test else ""
    reply = answer(str(test["Reply-To"]), subject=f"Re: {test['Subject']}", headers=thread)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.home").write_bytes(reply)
    collector = system_actor("replies", Role.COORDINATOR)
    keys = IDENTITY.token_keys
    collect(database, blobs, mailbox=Maildir(tmp_path), token_keys=keys, now=NOW, actor=collector)
    with database.read() as session:
        (mail,) = list_mails(session)
        assert {one.status for one in list_deliveries(session)} == {DeliveryStatus.QUEUED}
    matched = [] if names_the_test else [MatchedBy.REFERENCE]
    assert [match.matched_by for match in mail.matches] == matched
    assert mail.status is (ReplyStatus.SETTLED if names_the_test else ReplyStatus.NEEDS_READER)
