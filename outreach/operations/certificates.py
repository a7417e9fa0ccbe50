"""Until when the certificates hold that the service depends on: of the mail servers, and of the desk itself."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.tls import certificate_ends
from outreach.delivery.transport import ConnectionFailure

CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Ending:
    """One server's certificate: it holds until `at`; None when the server shows one that does not hold."""

    name: str
    at: datetime | None


def list_endings(*, relay: Relay | None, imaps: tuple[str, int] | None, desk_url: str) -> list[Ending]:
    """Ask each server that speaks TLS. One that does not answer is not in the list: that is other trouble."""
    return [*_of_relay(relay), *_of_server("mailbox", imaps), *_of_server("desk", _https(desk_url))]


def _of_relay(relay: Relay | None) -> Iterator[Ending]:
    if relay is None or relay.tls is Tls.NONE:
        return
    try:
        yield Ending("relay", asyncio.run(_ask_relay(relay)))
    except ConnectionFailure as failure:
        if "certificate" in str(failure).lower():
            yield Ending("relay", None)


async def _ask_relay(relay: Relay) -> datetime | None:
    transport = SmtpTransport(relay, is_live=False)
    try:
        return await transport.certificate_ends()
    finally:
        await transport.close()


def _of_server(name: str, place: tuple[str, int] | None) -> Iterator[Ending]:
    if place is None:
        return
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection(place, timeout=CONNECT_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=place[0]) as connection,
        ):
            ends = certificate_ends(connection)
    except ssl.SSLCertVerificationError:
        yield Ending(name, None)
        return
    except OSError:
        return
    yield Ending(name, ends)


def _https(desk_url: str) -> tuple[str, int] | None:
    parts = urlsplit(desk_url)
    return (parts.hostname, parts.port or 443) if parts.scheme == "https" and parts.hostname else None
