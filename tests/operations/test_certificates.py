"""Certificates as servers really show them: STARTTLS at the relay, TLS at the mailbox."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.cli import service
from outreach.clock import utc_now
from outreach.db.migrate import upgrade
from outreach.delivery.relay import Relay, Tls
from outreach.fake_smtp import Manners
from outreach.fakes import SmtpServer
from outreach.operations.certificates import Ending, list_endings
from outreach.settings import ImapSettings, Settings, SmtpSettings
from outreach.wiring import open_app
from tests.certificate import Certificate


@pytest.fixture
def context(localhost_certificate: Certificate) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(localhost_certificate.chain)
    return made


@contextmanager
def tls_server(context: ssl.SSLContext) -> Iterator[int]:
    """Shakes hands and says nothing, as a mailbox does before one signs in."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def shake_hands() -> None:
            plain, _ = door.accept()
            with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as connection:
                connection.recv(1)

        thread = threading.Thread(target=shake_hands, daemon=True)
        thread.start()
        yield door.getsockname()[1]
        thread.join()


def test_the_relay_says_until_when(context: ssl.SSLContext, localhost_certificate: Certificate) -> None:
    with SmtpServer(Manners(tls_context=context)) as server:
        relay = Relay("localhost", server.port, Tls.STARTTLS, ca_file=localhost_certificate.authority)
        (found,) = list_endings(relay=relay, imaps=None, desk_url="http://127.0.0.1")
        assert found.name == "relay"
        assert found.at is not None
        assert found.at > utc_now() + timedelta(days=1)
        distrusted = replace(relay, ca_file=None)
        assert list_endings(relay=distrusted, imaps=None, desk_url="http://x") == [Ending("relay", None)]


def test_a_mailbox_that_nobody_trusts_is_told(context: ssl.SSLContext) -> None:
    with tls_server(context) as port:
        found = list_endings(relay=None, imaps=("localhost", port), desk_url="http://127.0.0.1")
    assert found == [Ending("mailbox", None)]


def test_a_desk_says_until_when(
    context: ssl.SSLContext, localhost_certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(localhost_certificate.authority))
    with tls_server(context) as port:
        (found,) = list_endings(relay=None, imaps=None, desk_url=f"https://localhost:{port}")
    assert found.name == "desk"
    assert found.at is not None


def test_a_server_that_is_away_is_other_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    relay = Relay("127.0.0.1", port, timeout_seconds=2)
    assert list_endings(relay=relay, imaps=("127.0.0.1", port), desk_url="http://x") == []


def test_a_house_that_is_not_live_calls_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as door:
        place = {"host": "127.0.0.1", "port": door.getsockname()[1]}
        door.setblocking(False)
        settings = Settings(home=tmp_path, smtp=SmtpSettings(**place), imap=ImapSettings(**place))
        app = open_app(settings)
        upgrade(app.database)
        service._look(app)
        app.database.engine.dispose()
        with pytest.raises(BlockingIOError):
            door.accept()
