"""Every transport keeps the same promise: the sandbox and SMTP, plain and with TLS."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.sandbox import Sandbox
from outreach.delivery.transport import Accepted, Transport
from outreach.fake_smtp import Manners
from outreach.fakes import SmtpServer
from tests.certificate import Certificate

MESSAGE = b"Subject: x\r\n\r\n.\r\n..two\r\n.\r\nlast\r\n"
Sent = Callable[[], list[tuple[str, str, bytes]]]


@pytest.fixture(params=["sandbox", "none", "starttls", "implicit"])
def way(
    request: pytest.FixtureRequest, tmp_path: Path, localhost_certificate: Certificate
) -> Iterator[tuple[Transport, Sent]]:
    if request.param == "sandbox":
        yield Sandbox(tmp_path / "sandbox"), lambda: read_sandbox(tmp_path / "sandbox")
        return
    tls = Tls(request.param)
    manners = Manners(implicit_tls=tls is Tls.IMPLICIT)
    if tls is not Tls.NONE:
        manners.tls_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        manners.tls_context.load_cert_chain(localhost_certificate.chain)
        manners.accounts = {"us": "secret"}
    name = "us" if tls is not Tls.NONE else ""
    with SmtpServer(manners) as server:
        relay = Relay("localhost", server.port, tls, name, "secret", 10.0, localhost_certificate.authority)
        yield SmtpTransport(relay, is_live=False), lambda: read_server(server, tls)


def read_sandbox(folder: Path) -> list[tuple[str, str, bytes]]:
    mails = []
    for path in (folder / "new").iterdir():
        sender, recipient, message = path.read_bytes().split(b"\r\n", 2)
        mails.append((sender.decode()[14:-1], recipient.decode()[14:], message))
    return mails


def read_server(server: SmtpServer, tls: Tls) -> list[tuple[str, str, bytes]]:
    assert all(mail.over_tls is (tls is not Tls.NONE) for mail in server.received)
    return [(mail.sender, mail.recipient, mail.message) for mail in server.received]


def send(transport: Transport, *recipients: str) -> list[Accepted]:
    async def run() -> list[Accepted]:
        try:
            return [
                await transport.send(
                    envelope_sender="t1@replies.example", recipient=one, message=MESSAGE, envelope_id="1.1"
                )
                for one in recipients
            ]
        finally:
            await transport.close()

    return asyncio.run(run())


def test_a_mail_arrives_unchanged_with_its_envelope(way: tuple[Transport, Sent]) -> None:
    transport, sent = way
    (accepted,) = send(transport, "office@a.example")
    assert accepted.code == 250
    assert accepted.enhanced == "2.0.0"
    assert accepted.host
    assert sent() == [("t1@replies.example", "office@a.example", MESSAGE)]


def test_a_transport_works_again_after_it_was_closed(way: tuple[Transport, Sent]) -> None:
    transport, sent = way
    send(transport, "one@a.example", "two@a.example")
    send(transport, "three@a.example")
    assert sorted(recipient for _, recipient, _ in sent()) == ["one@a.example", "three@a.example", "two@a.example"]


def test_nothing_here_is_live(way: tuple[Transport, Sent]) -> None:
    assert not way[0].is_live
    assert way[0].connections >= 1
