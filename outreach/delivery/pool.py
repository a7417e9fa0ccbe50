"""The SMTP transport: as many conversations as are wanted, kept open between mails."""

import asyncio
from datetime import datetime

from outreach.delivery.esmtp import Envelope, Offers
from outreach.delivery.relay import Relay
from outreach.delivery.smtp import SmtpConnection
from outreach.delivery.transport import Accepted, ConnectionFailure

CLOSING_TURNS = 10
"""Turns of the event loop after which an aborted connection, TLS or not, has closed its socket."""


class SmtpTransport:
    """Keeps up to `connections` connections open between mails. Belongs to one event loop until closed."""

    def __init__(self, relay: Relay, *, is_live: bool, connections: int = 4) -> None:
        self._relay, self._is_live, self._connections = relay, is_live, connections
        self._idle: list[SmtpConnection] = []
        self._busy: set[SmtpConnection] = set()
        self._opening: set[asyncio.Future[SmtpConnection]] = set()
        self._is_aborted = False

    @property
    def is_live(self) -> bool:
        return self._is_live

    @property
    def connections(self) -> int:
        return self._connections

    async def send(self, *, envelope_sender: str, recipient: str, message: bytes, envelope_id: str) -> Accepted:
        envelope = Envelope(envelope_sender, recipient, message, envelope_id)
        if self._idle:
            try:
                return await self._over(self._idle.pop(), envelope)
            except ConnectionFailure:
                pass  # A kept connection dies while idle without a word, and no mail was begun: take a new one.
        return await self._over(await self._open(), envelope)

    async def offers(self) -> Offers:
        """What the server takes. Raises ConnectionFailure."""
        connection = await self._open()
        self._idle.append(connection)
        return connection.offers

    def abort(self) -> None:
        self._is_aborted, idle, self._idle = True, self._idle, []
        for connection in (*self._busy, *idle):
            connection.close()
        for opening in self._opening:
            opening.cancel()

    async def certificate_ends(self) -> datetime | None:
        """Until when the server's certificate holds, None on a plain connection. Raises ConnectionFailure."""
        connection = await self._open()
        self._idle.append(connection)
        return connection.certificate_ends

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        for connection in idle:
            await connection.quit()
        for _ in range(CLOSING_TURNS):
            await asyncio.sleep(0)

    async def _open(self) -> SmtpConnection:
        if self._is_aborted:
            raise ConnectionFailure("Sending was stopped before this mail was begun.", host=self._relay.host)
        opening = asyncio.ensure_future(SmtpConnection.open(self._relay))
        self._opening.add(opening)
        try:
            return await opening
        finally:
            self._opening.discard(opening)

    async def _over(self, connection: SmtpConnection, envelope: Envelope) -> Accepted:
        self._busy.add(connection)
        try:
            return await connection.deliver(envelope)
        except BaseException:
            connection.needs_reset = True
            raise
        finally:
            self._busy.discard(connection)
            if connection.is_usable and not self._is_aborted:
                self._idle.append(connection)
            else:
                connection.close()
