"""Servers that misbehave: each of their ways ends in the failure that it is."""

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.transport import (
    Accepted,
    ConnectionFailure,
    PermanentFailure,
    SendingFailure,
    TemporaryFailure,
    UncertainOutcome,
)
from outreach.errors import BadInput
from outreach.fake_smtp import HANG_UP, Dribble, Manners, Reply, Verb
from outreach.fakes import SmtpServer
from tests.certificate import Certificate

MESSAGE = b"Subject: x\r\n\r\nhello\r\n"
TO = "office@gov.example"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def send(
    server: SmtpServer,
    *recipients: str,
    message: bytes = MESSAGE,
    patience: float = 10.0,
    tls: Tls = Tls.NONE,
    host: str = "127.0.0.1",
    ca_file: Path | None = None,
    username: str = "",
) -> list[Accepted | SendingFailure]:
    """What came of a mail to each, one after another over one transport."""

    async def run() -> list[Accepted | SendingFailure]:
        relay = Relay(host, server.port, tls, username, "secret", timeout_seconds=patience, ca_file=ca_file)
        transport = SmtpTransport(relay, is_live=False)
        results: list[Accepted | SendingFailure] = []
        for recipient in recipients or (TO,):
            try:
                results.append(
                    await transport.send(
                        envelope_sender="t@r.example", recipient=recipient, message=message, envelope_id="1.1"
                    )
                )
            except SendingFailure as failure:
                results.append(failure)
        await transport.close()
        return results

    return asyncio.run(run())


def says(server: SmtpServer, verb: Verb, reply: Reply) -> None:
    server.manners.script = lambda at, _recipient: reply if at is verb else None


ABOUT_US = (Verb.GREETING, Verb.EHLO)
"""Refusals that say nothing about a mail: no server to talk to."""


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("code", [421, 450, 451, 452, 500, 503, 550, 552, 554])
def test_4xx_and_5xx_at_each_verb(server: SmtpServer, verb: Verb, code: int) -> None:
    """A refusal is temporary or permanent as its code says, whenever it comes, and the mail was not taken."""
    says(server, verb, f"{code} {code // 100}.3.0 not now")
    (failure,) = send(server)
    if verb in ABOUT_US or (code, verb) == (421, Verb.MAIL):
        assert type(failure) is ConnectionFailure
    else:
        assert type(failure) is (PermanentFailure if code >= 500 else TemporaryFailure)
        assert (failure.code, failure.enhanced) == (code, f"{code // 100}.3.0")
    assert len(server.received) == (verb is Verb.CONTENT_KEPT)
    server.manners.script = lambda _verb, _to: None
    assert isinstance(send(server)[0], Accepted), "the next mail goes"


def test_every_line_of_a_reply_is_kept(server: SmtpServer) -> None:
    says(
        server,
        Verb.RCPT,
        "550-5.1.1 No such user.\r\n550-5.1.1 Ask the registry:\r\n550 5.1.1 https://gov.example",
    )
    (failure,) = send(server)
    assert isinstance(failure, PermanentFailure)
    assert (failure.code, failure.enhanced) == (550, "5.1.1")
    assert failure.text.split("\n") == [
        "5.1.1 No such user.",
        "5.1.1 Ask the registry:",
        "5.1.1 https://gov.example",
    ]


def test_a_reply_that_is_no_utf_8_is_kept_escaped(server: SmtpServer) -> None:
    says(server, Verb.CONTENT, b"554 5.7.1 refus\xe9 \x07")
    (failure,) = send(server)
    assert isinstance(failure, PermanentFailure)
    assert failure.text == "5.7.1 refus\\xe9 \\x07"


def test_a_reply_byte_by_byte_is_awaited(server: SmtpServer) -> None:
    says(server, Verb.CONTENT, Dribble(b"250-2.0.0 I am\r\n250 2.0.0 slow", 0.01))
    (accepted,) = send(server)
    assert isinstance(accepted, Accepted)
    assert accepted.text == "2.0.0 I am\n2.0.0 slow"


@pytest.mark.parametrize("reply", [b"ok", b"999999 what", b"250" + b"-x" * 40_000])
def test_words_that_are_no_reply_before_the_mail_are_about_the_connection(
    server: SmtpServer, reply: bytes
) -> None:
    says(server, Verb.RCPT, reply)
    (failure,) = send(server)
    assert isinstance(failure, ConnectionFailure | TemporaryFailure)
    assert server.received == []


def test_words_that_are_no_reply_after_the_mail_leave_it_uncertain(server: SmtpServer) -> None:
    says(server, Verb.CONTENT_KEPT, b"thanks!")
    (failure,) = send(server)
    assert isinstance(failure, UncertainOutcome)


def test_silence_before_the_mail_is_about_the_connection(server: SmtpServer) -> None:
    says(server, Verb.RCPT, Dribble(b"250 ok", 1.0))
    (failure,) = send(server, patience=0.3)
    assert isinstance(failure, ConnectionFailure)


def test_silence_after_the_mail_leaves_it_uncertain(server: SmtpServer) -> None:
    says(server, Verb.CONTENT, Dribble(b"250 ok", 1.0))
    (failure,) = send(server, patience=0.1)
    assert isinstance(failure, UncertainOutcome)


@pytest.mark.parametrize("verb", [Verb.CONTENT, Verb.CONTENT_KEPT])
def test_a_reset_after_the_mail_leaves_it_uncertain(server: SmtpServer, verb: Verb) -> None:
    says(server, verb, HANG_UP)
    (failure,) = send(server)
    assert isinstance(failure, UncertainOutcome)


@pytest.mark.parametrize("verb", [Verb.GREETING, Verb.EHLO, Verb.MAIL, Verb.RCPT, Verb.DATA])
def test_a_reset_before_the_mail_is_about_the_connection(server: SmtpServer, verb: Verb) -> None:
    says(server, verb, HANG_UP)
    (failure,) = send(server)
    assert isinstance(failure, ConnectionFailure)


def test_421_in_mid_conversation_ends_it_and_the_next_mail_goes(server: SmtpServer) -> None:
    server.manners.script = lambda verb, to: "421 4.3.2 closing" if verb is Verb.RCPT and to == TO else None
    first, second = send(server, TO, "other@gov.example")
    assert isinstance(first, TemporaryFailure)
    assert isinstance(second, Accepted)
    assert server.connections == 2


def test_a_refusal_does_not_spoil_the_next_mail_on_the_same_connection(server: SmtpServer) -> None:
    server.manners.script = lambda verb, to: "550 5.1.1 no" if verb is Verb.RCPT and to == TO else None
    first, second = send(server, TO, "other@gov.example")
    assert isinstance(first, PermanentFailure)
    assert isinstance(second, Accepted)
    assert server.connections == 1


def test_connections_are_kept(server: SmtpServer) -> None:
    results = send(server, *(f"office{number}@gov.example" for number in range(5)))
    assert all(isinstance(result, Accepted) for result in results)
    assert server.connections == 1


def test_a_connection_that_died_while_idle_is_replaced(server: SmtpServer) -> None:
    seen: list[str] = []

    def leave(verb: Verb, _to: str) -> Reply | None:
        if verb is Verb.MAIL:
            seen.append(verb)
        return HANG_UP if verb is Verb.MAIL and len(seen) == 2 else None

    server.manners.script = leave
    assert all(isinstance(result, Accepted) for result in send(server, "a@x.example", "b@x.example"))
    assert [mail.recipient for mail in server.received] == ["a@x.example", "b@x.example"]


def test_a_mail_above_the_stated_size_is_not_offered() -> None:
    with SmtpServer(Manners(size_limit=1000)) as server:
        (failure,) = send(server, message=b"x" * 990 + b"\r\n" * 10)
        assert isinstance(failure, PermanentFailure)
        assert failure.enhanced == "5.3.4"
        assert "1000" in failure.text
        assert isinstance(send(server, message=b"x" * 990 + b"\r\n" * 5)[0], Accepted)


def test_a_server_that_lies_about_reports_gets_the_mail_without_asking() -> None:
    with SmtpServer(Manners(understands_dsn=False)) as server:
        first, second = send(server, TO, "other@gov.example")
        assert isinstance(first, Accepted)
        assert isinstance(second, Accepted)
        assert not first.dsn_asked
        assert len(server.received) == 2


def test_reports_are_asked_for_only_where_offered() -> None:
    with SmtpServer(Manners(offers_dsn=False)) as server:
        (accepted,) = send(server)
        assert isinstance(accepted, Accepted)
        assert not accepted.dsn_asked
        assert server.received[0].mail_parameters == server.received[0].rcpt_parameters == ()


def with_tls(certificate: Certificate, **more: bool) -> Manners:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.chain)
    return Manners(tls_context=context, implicit_tls=more.get("implicit", False), accounts={"us": "secret"})


@pytest.mark.parametrize("implicit", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    localhost_certificate: Certificate, implicit: bool
) -> None:
    with SmtpServer(with_tls(localhost_certificate, implicit=implicit)) as server:
        tls = Tls.IMPLICIT if implicit else Tls.STARTTLS
        (failure,) = send(server, tls=tls, host="localhost")
        assert isinstance(failure, ConnectionFailure)
        assert "certificate" in failure.text
        assert server.received == []


def test_a_certificate_of_another_name_is_refused(localhost_certificate: Certificate) -> None:
    with SmtpServer(with_tls(localhost_certificate)) as server:
        authority = localhost_certificate.authority
        (failure,) = send(server, tls=Tls.STARTTLS, host="127.1", ca_file=authority)
        assert isinstance(failure, ConnectionFailure)
        assert "certificate" in failure.text


def test_without_tls_nothing_is_sent_where_tls_is_wanted(server: SmtpServer) -> None:
    (failure,) = send(server, tls=Tls.STARTTLS)
    assert isinstance(failure, ConnectionFailure)
    assert "STARTTLS" in failure.text
    assert server.received == []


def test_a_wrong_password_is_about_our_settings(localhost_certificate: Certificate) -> None:
    with SmtpServer(with_tls(localhost_certificate)) as server:
        authority = localhost_certificate.authority
        (failure,) = send(server, tls=Tls.STARTTLS, host="localhost", ca_file=authority, username="they")
        assert isinstance(failure, ConnectionFailure)
        assert "OUTREACH_SMTP" in failure.text
        assert "secret" not in str(failure)


def test_what_tls_was_used_is_told(localhost_certificate: Certificate) -> None:
    with SmtpServer(with_tls(localhost_certificate)) as server:
        authority = localhost_certificate.authority
        (accepted,) = send(server, tls=Tls.STARTTLS, host="localhost", ca_file=authority, username="us")
        assert isinstance(accepted, Accepted)
        assert accepted.tls.startswith("TLSv1.3 TLS_")


def test_a_password_is_never_sent_in_the_clear() -> None:
    with pytest.raises(BadInput, match="OUTREACH_SMTP__TLS"):
        Relay("127.0.0.1", 25, Tls.NONE, "us", "secret")
