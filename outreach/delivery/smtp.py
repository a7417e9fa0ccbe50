"""One SMTP conversation with aiosmtplib: TLS that is checked, every failure told apart."""

import asyncio
import contextlib
import ssl

import aiosmtplib
from aiosmtplib import SMTPResponse

from outreach.delivery import esmtp, tls
from outreach.delivery.address import needs_smtputf8
from outreach.delivery.esmtp import Envelope
from outreach.delivery.out_of_turn import written_or_answered
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.transport import (
    Accepted,
    ConnectionFailure,
    PermanentFailure,
    SendingFailure,
    TemporaryFailure,
    UncertainOutcome,
    failure_kind,
)

_LOST = (aiosmtplib.SMTPException, OSError, TimeoutError)


class SmtpConnection:
    """One conversation; usable as long as each command got its reply."""

    def __init__(self, client: aiosmtplib.SMTP, relay: Relay) -> None:
        self.needs_reset = False
        self.is_usable = True
        self._client = client
        self._host, self._patience = relay.host, relay.timeout_seconds
        connection: ssl.SSLObject | None = client.get_transport_info("ssl_object")
        self._tls = tls.described(connection)
        self._offered = dict(client.esmtp_extensions)
        self.offers = esmtp.offers_of(self._offered)
        self.certificate_ends = tls.certificate_ends(connection)

    @classmethod
    async def open(cls, relay: Relay) -> "SmtpConnection":
        """Connect, protect, sign in. Raises ConnectionFailure."""
        client = aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            timeout=relay.timeout_seconds,
            local_hostname=relay.local_hostname,
            use_tls=relay.tls is Tls.IMPLICIT,
            start_tls=relay.tls is Tls.STARTTLS,
            cert_bundle=str(relay.ca_file) if relay.ca_file else None,
        )
        try:
            await client.connect()
            await client.ehlo()
            if relay.username:
                await client.login(relay.username, relay.password)
        except (*_LOST, asyncio.CancelledError) as error:
            _hang_up(client)
            reason = esmtp.readable(str(error)) or type(error).__name__
            raise ConnectionFailure(
                f"No usable connection to {relay.host}:{relay.port} ({reason}): check OUTREACH_SMTP__*.",
                host=relay.host,
            ) from error
        return cls(client, relay)

    async def quit(self) -> None:
        transport = self._client.transport
        with contextlib.suppress(*_LOST):
            await self._client.quit()
        _abort(transport)

    def close(self) -> None:
        _hang_up(self._client)

    async def deliver(self, envelope: Envelope) -> Accepted:
        """One mail. Asks again without RFC 3461 when the server offered it and then rejects it."""
        if (refused := esmtp.beyond(self.offers, envelope)) is not None:
            raise self._failure(PermanentFailure, refused[1], enhanced=refused[0])
        self._require_silence(ConnectionFailure)
        if self.needs_reset:
            await self._reset()
        try:
            await self._address(envelope)
        except PermanentFailure as failure:
            if failure.code not in esmtp.DSN_REJECTED or self._offered.pop("dsn", None) is None:
                raise
            await self._reset()
            await self._address(envelope)
        await self._command("DATA", wanted=3)
        reply = await self._content(esmtp.dot_stuffed(envelope.message))
        self._expect(reply, wanted=2)
        return Accepted(
            code=reply.code,
            enhanced=esmtp.enhanced_status(reply.message),
            text=esmtp.readable(reply.message),
            host=self._host,
            tls=self._tls,
            dsn_asked="dsn" in self._offered,
        )

    def _require_silence(self, kind: type[SendingFailure]) -> None:
        """Words beside an answer that we had would be taken for the answer to what we say next."""
        if self._client.protocol is not None and self._client.protocol._buffer:
            self.is_usable = False
            raise self._failure(kind, "The server spoke out of turn.")

    async def _reset(self) -> None:
        """A server that cannot forget the mail before says nothing about this one: it goes another way."""
        try:
            await self._command("RSET", wanted=2)
        except SendingFailure as failure:
            self.is_usable = False
            raise self._failure(ConnectionFailure, f"RSET failed: {failure.text}", code=failure.code) from failure
        self.needs_reset = False

    async def _address(self, envelope: Envelope) -> None:
        size = len(envelope.message)
        utf_8 = needs_smtputf8(envelope.recipient)
        of_mail = esmtp.mail_parameters(self._offered, size=size, envelope_id=envelope.envelope_id, utf_8=utf_8)
        await self._command(" ".join(["MAIL", f"FROM:<{envelope.sender}>", *of_mail]), wanted=2)
        of_rcpt = esmtp.rcpt_parameters(self._offered, recipient=envelope.recipient)
        await self._command(" ".join(["RCPT", f"TO:<{envelope.recipient}>", *of_rcpt]), wanted=2)

    async def _command(self, line: str, *, wanted: int) -> None:
        try:
            reply = await self._client.execute_command(line.encode())
        except _LOST as error:
            self.is_usable = False
            text = f"Lost the connection at {line[:4]} ({esmtp.readable(str(error))})."
            raise self._failure(ConnectionFailure, text) from error
        self._expect(reply, wanted=wanted, verb=line[:4])

    def _expect(self, reply: SMTPResponse, *, wanted: int, verb: str = "") -> None:
        """Turn any reply but the wanted class into its failure."""
        if reply.code // 100 == wanted:
            return
        if reply.code == 421:
            self.is_usable = False
        raise self._said(reply, verb=verb)

    async def _content(self, stuffed: bytes) -> SMTPResponse:
        """Send the mail and its final period; the reply, whatever it says.

        aiosmtplib's own `data` would look for bare line ends in bytes that have none (a fifth of the time of a
        large mail), and does not tell a loss before the final period from one after it.
        """
        protocol = self._client.protocol
        assert protocol is not None
        self._require_silence(TemporaryFailure)
        patience = self._patience * esmtp.END_OF_DATA_PATIENCE
        reply = asyncio.ensure_future(protocol.read_response(timeout=patience))
        try:
            protocol.write(stuffed)
            await written_or_answered(protocol._drain_helper(), reply, seconds=self._patience)
        except _LOST as error:
            self.is_usable = False
            raise await self._cut_short(reply) from error
        if reply.done():
            self.is_usable = False
            raise await self._cut_short(reply)
        try:
            protocol.write(b".\r\n")
            return await reply
        except _LOST as error:
            self.is_usable = False
            text = f"Lost the connection after the whole mail was sent ({esmtp.readable(str(error))})."
            raise self._failure(UncertainOutcome, text) from error

    async def _cut_short(self, reply: "asyncio.Future[SMTPResponse]") -> SendingFailure:
        """The server spoke or left before the final period: the mail was not taken."""
        reply.cancel()
        try:
            said = await reply
        except (*_LOST, asyncio.CancelledError):
            return self._failure(TemporaryFailure, "Lost the connection within the mail.")
        return self._said(said)

    def _said(self, reply: SMTPResponse, *, verb: str = "") -> SendingFailure:
        text = esmtp.readable(reply.message)
        status = esmtp.enhanced_status(reply.message)
        return self._failure(failure_kind(reply.code, verb=verb), text, code=reply.code, enhanced=status)

    def _failure(
        self, kind: type[SendingFailure], text: str, *, code: int | None = None, enhanced: str | None = None
    ) -> SendingFailure:
        return kind(text, code=code, enhanced=enhanced, host=self._host, tls=self._tls)


def _hang_up(client: aiosmtplib.SMTP) -> None:
    transport = client.transport
    client.close()
    _abort(transport)


def _abort(transport: asyncio.BaseTransport | None) -> None:
    """End it at once: a TLS connection that is only closed waits for the other side's farewell."""
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
