"""Servers that break the rules of the conversation itself: no mail is thought taken that was not, none refused
for what was said of another."""

import asyncio
from collections.abc import Callable

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
from outreach.fakes import SmtpServer
from tests.faults.raw_server import Script, raw_server

MESSAGE = b"Subject: x\r\n\r\n" + b"hello\r\n" * 50
Instead = Callable[[str, bytes], bytes | None]


def send(
    instead: Instead, *recipients: str, tls: Tls = Tls.NONE, message: bytes = MESSAGE, pause: float = 0.0
) -> tuple[list[Accepted | SendingFailure], list[Script]]:
    """What came of a mail to each over one transport, and what the server saw in each connection."""
    scripts: list[Script] = []

    def script() -> Script:
        scripts.append(Script(instead))
        return scripts[-1]

    with raw_server(script, pause=pause) as port:
        return asyncio.run(results(port, recipients or ("o@x.example",), tls, message)), scripts


async def results(
    port: int, recipients: tuple[str, ...], tls: Tls, message: bytes
) -> list[Accepted | SendingFailure]:
    transport = SmtpTransport(Relay("127.0.0.1", port, tls, timeout_seconds=10), is_live=False)
    found: list[Accepted | SendingFailure] = []
    for recipient in recipients:
        try:
            told = await transport.send(
                envelope_sender="t@r.example", recipient=recipient, message=message, envelope_id="1.1"
            )
            found.append(told)
        except SendingFailure as failure:
            found.append(failure)
    await transport.close()
    return found


def says(verb: str, answer: bytes | None, *, times: int = 99) -> Instead:
    """This answer to the first `times` of a verb, over all connections."""
    said: list[bytes | None] = []

    def instead(at: str, _line: bytes) -> bytes | None:
        if at != verb or len(said) >= times:
            return b""
        said.append(answer)
        return answer

    return instead


def taken(scripts: list[Script]) -> list[bytes]:
    return [mail for script in scripts for mail in script.taken]


def test_a_server_that_keeps_the_rules_gets_the_mail() -> None:
    (told,), scripts = send(lambda _verb, _line: b"")
    assert isinstance(told, Accepted)
    assert taken(scripts) == [MESSAGE]


def test_every_reply_of_a_conversation_byte_by_byte_is_awaited() -> None:
    (told,), scripts = send(lambda _verb, _line: b"", pause=0.001)
    assert isinstance(told, Accepted)
    assert taken(scripts) == [MESSAGE]


@pytest.mark.parametrize(
    "answer", [b"454 4.7.0 no TLS now\r\n", b"501 what\r\n", b"220 go\r\nnot TLS at all\r\n", None]
)
def test_a_starttls_that_fails_sends_nothing(answer: bytes | None) -> None:
    (told,), scripts = send(says("STAR", answer), tls=Tls.STARTTLS)
    assert isinstance(told, ConnectionFailure)
    assert "OUTREACH_SMTP" in told.text
    assert not any(line.startswith((b"MAIL", b"AUTH")) for script in scripts for line in script.lines)


def test_a_server_that_speaks_no_tls_where_tls_is_from_the_first_byte_gets_nothing() -> None:
    with SmtpServer() as server:
        (told,) = asyncio.run(results(server.port, ("o@x.example",), Tls.IMPLICIT, MESSAGE))
        assert isinstance(told, ConnectionFailure)
        assert server.received == []


@pytest.mark.parametrize(
    "answer", [b"421 4.3.2 closing\r\n", b"451 later\r\n", b"500 what is that\r\n", b"hm\r\n", None]
)
def test_a_reset_that_is_refused_is_not_held_against_the_next_mail(answer: bytes | None) -> None:
    """The first mail is refused; what was to clear the table before the second fails: that goes another way."""
    refuse, reset = says("RCPT", b"550 5.1.1 no such user\r\n", times=1), says("RSET", answer)
    both: Instead = lambda verb, line: refuse(verb, line) if verb == "RCPT" else reset(verb, line)  # noqa: E731
    (first, second), scripts = send(both, "a@x.example", "b@x.example")
    assert isinstance(first, PermanentFailure)
    assert isinstance(second, Accepted)
    assert len(scripts) == 2
    assert taken(scripts) == [MESSAGE]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
@pytest.mark.parametrize("code", [501, 504, 555])
def test_reports_that_were_offered_and_are_then_refused_are_done_without(verb: str, code: int) -> None:
    asked: list[bytes] = []

    def instead(at: str, line: bytes) -> bytes | None:
        if at == verb and any(name in line for name in (b"RET=", b"NOTIFY=")):
            asked.append(line)
            return b"%d 5.5.4 no such parameter\r\n" % code
        return b""

    (first, second), scripts = send(instead, "a@x.example", "b@x.example")
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert not first.dsn_asked
    assert len(asked) == 1, "it is not asked again on this connection"
    assert len(scripts) == 1
    assert taken(scripts) == [MESSAGE, MESSAGE]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"552 5.3.4 too big\r\n", PermanentFailure),
        (b"451 4.3.0 no\r\n", TemporaryFailure),
        (b"250 yes\r\n", TemporaryFailure),
    ],
)
def test_words_in_the_middle_of_the_mail_end_it_untaken(said: bytes, kind: type[SendingFailure]) -> None:
    """Also a 250 before the final period: nothing was whole that could have been taken."""
    (told,), scripts = send(says("LINE", said, times=1), message=MESSAGE * 60_000)
    assert type(told) is kind
    assert taken(scripts) == []


def test_words_beside_the_answer_to_a_mail_are_not_the_answer_to_the_next() -> None:
    glued = b"250 2.0.0 taken\r\n550 5.1.1 no such user\r\n"
    (first, second), scripts = send(says("END", glued, times=1), "a@x.example", "b@x.example")
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert (len(scripts), taken(scripts)) == (2, [MESSAGE])


@pytest.mark.parametrize("said", [b"250 2.0.0 taken\r\n", b"250 2.0.0 ta", b"552 no\r\n"])
def test_words_beside_the_permission_are_not_the_answer_to_the_mail(said: bytes) -> None:
    (told,), scripts = send(says("DATA", b"354 go on\r\n" + said))
    assert isinstance(told, TemporaryFailure)
    assert "out of turn" in told.text
    assert taken(scripts) == []


def test_a_server_that_leaves_in_the_middle_of_the_mail_has_not_taken_it() -> None:
    (told,), scripts = send(says("LINE", None), message=MESSAGE * 60_000)
    assert isinstance(told, TemporaryFailure)
    assert taken(scripts) == []


def test_a_server_that_leaves_at_the_final_period_leaves_it_uncertain() -> None:
    (told,), _ = send(says("END", None))
    assert isinstance(told, UncertainOutcome)


@pytest.mark.parametrize(
    "size", [b"SIZE", b"SIZE 0", b"SIZE abc", b"SIZE -5", b"SIZE " + b"9" * 400, "SIZE ²".encode()]
)
def test_a_size_that_says_nothing_is_no_limit(size: bytes) -> None:
    (told,), _ = send(says("EHLO", b"250-mail.example\r\n250 " + size + b"\r\n"))
    assert isinstance(told, Accepted)


def test_a_server_that_denies_at_the_end_what_it_stated_as_its_size() -> None:
    (first, second), scripts = send(says("END", b"552 5.3.4 too big\r\n", times=1), "a@x.example", "b@x.example")
    assert (type(first), type(second)) == (PermanentFailure, Accepted)
    assert (len(scripts), taken(scripts)) == (1, [MESSAGE])
