"""One conversation of the sample mail server: aiosmtpd, asking a script what to say at each step.

A script answers nothing (all goes well), a reply such as `451 4.7.1 Try again later`, bytes that are no text,
`HANG_UP`, or `Dribble` (a reply byte by byte).
"""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, AnyStr

from aiosmtpd.smtp import MISSING, SMTP, Envelope, Session


class Verb(StrEnum):
    """The step of a conversation at which a script is asked."""

    GREETING = "GREETING"
    """Before a word was said; the recipient is not known yet."""
    EHLO = "EHLO"
    """The recipient is not known yet."""
    MAIL = "MAIL"
    """The recipient is not known yet."""
    RCPT = "RCPT"
    """The recipient is named."""
    DATA = "DATA"
    """Before the mail itself."""
    CONTENT = "CONTENT"
    """After the final period: a mail that is not kept was not taken."""
    CONTENT_KEPT = "CONTENT_KEPT"
    """After the mail was kept, before the 250: hanging up here leaves the sender uncertain."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """Reset the connection instead of answering."""


@dataclass(frozen=True, slots=True)
class Dribble:
    """A reply, byte by byte, with this pause in seconds between two."""

    reply: bytes
    pause: float


Reply = str | bytes | HangUp | Dribble
Script = Callable[[Verb, str], Reply | None]
HANG_UP = HangUp()


@dataclass(frozen=True, slots=True)
class Received:
    """A mail that the server kept, as it came over the wire (dots unstuffed), with its envelope."""

    sender: str
    recipient: str
    message: bytes
    mail_parameters: tuple[str, ...] = ()
    rcpt_parameters: tuple[str, ...] = ()
    over_tls: bool = False
    smtputf8: bool = False


@dataclass(slots=True)
class Manners:
    """How a server behaves. `on_mail` runs in the server's thread; `accounts` are user names and passwords."""

    script: Script = lambda _verb, _recipient: None
    on_mail: Callable[[Received], None] = lambda _mail: None
    offers_dsn: bool = True
    offers_smtputf8: bool = True
    understands_dsn: bool = True
    size_limit: int = 33_554_432
    tls_context: ssl.SSLContext | None = None
    implicit_tls: bool = False
    accounts: dict[str, str] = field(default_factory=dict)


class Conversation(SMTP):
    """aiosmtpd's server, asking the script at each step and remembering RFC 3461 parameters."""

    def __init__(self, manners: Manners, loop: asyncio.AbstractEventLoop) -> None:
        self._manners = manners
        self._mail_parameters: tuple[str, ...] = ()
        self._rcpt_parameters: tuple[str, ...] = ()
        self._has_greeted = False
        super().__init__(
            _Handler(manners, self),
            hostname="mail.example",
            ident="outreach sample server",
            loop=loop,
            data_size_limit=manners.size_limit,
            enable_SMTPUTF8=manners.offers_smtputf8,
            tls_context=None if manners.implicit_tls else manners.tls_context,
            auth_callback=lambda _mechanism, login, password: (
                manners.accounts.get(login.decode()) == password.decode()
            ),
            auth_required=bool(manners.accounts) and not manners.implicit_tls,
            auth_require_tls=not manners.implicit_tls,
        )

    @property
    def recipient(self) -> str:
        return self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""

    async def push(self, status: AnyStr) -> None:
        is_greeting, self._has_greeted = not self._has_greeted, True
        if not (is_greeting and await self.diverted(Verb.GREETING, "")):
            await super().push(status)

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self.diverted(Verb.EHLO, ""):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if await self.diverted(Verb.MAIL, ""):
            return
        arg, self._mail_parameters = self._without_dsn(arg, ("RET=", "ENVID="))
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        address = (arg or "").partition("<")[2].partition(">")[0]
        if await self.diverted(Verb.RCPT, address):
            return
        arg, self._rcpt_parameters = self._without_dsn(arg, ("NOTIFY=", "ORCPT="))
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self.diverted(Verb.DATA, self.recipient):
            await super().smtp_DATA(arg)

    async def diverted(self, verb: Verb, recipient: str) -> bool:
        """Whether the script took this step over; its reply is then already sent."""
        reply = self._manners.script(verb, recipient)
        if reply is not None:
            await self.say(reply)
            if isinstance(reply, Dribble):
                await self.push(b"")
        return reply is not None

    async def say(self, reply: Reply) -> None:
        if isinstance(reply, HangUp):
            self.hang_up()
        elif isinstance(reply, Dribble):
            for byte in reply.reply:
                self._writer.write(bytes([byte]))
                await asyncio.sleep(reply.pause)
        else:
            await self.push(reply.encode() if isinstance(reply, str) else reply)
            if reply[:3] in ("421", b"421"):
                self._writer.close()

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def keep(self, envelope: Envelope, session: Session) -> None:
        content = envelope.original_content or b""
        sender, over_tls = envelope.mail_from or "", session.ssl is not None or self._manners.implicit_tls
        parameters = self._mail_parameters, self._rcpt_parameters, over_tls, bool(envelope.smtp_utf8)
        self._manners.on_mail(Received(sender, self.recipient, content, *parameters))

    def _without_dsn(self, arg: str | None, names: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
        """The argument without the parameters that aiosmtpd does not know, and these."""
        if arg is None or not self._manners.understands_dsn:
            return arg, ()
        words = arg.split(" ")
        known = [word for word in words if not word.upper().startswith(names)]
        return " ".join(known), tuple(word for word in words if word not in known)


class _Handler:
    """aiosmtpd's hooks that a conversation needs."""

    def __init__(self, manners: Manners, conversation: Conversation) -> None:
        self._manners, self._conversation = manners, conversation

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]] if self._manners.offers_dsn else responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> Any:
        script, recipient = self._manners.script, self._conversation.recipient
        reply = script(Verb.CONTENT, recipient)
        if reply is None:
            self._conversation.keep(envelope, session)
            reply = script(Verb.CONTENT_KEPT, recipient)
        if reply is None:
            return "250 2.0.0 taken"
        if isinstance(reply, str | bytes):
            return reply
        await self._conversation.say(reply)
        return MISSING if isinstance(reply, HangUp) else b""
