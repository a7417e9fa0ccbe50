"""The port through which mail leaves, and the four ways in which that can fail.

    SendingFailure
    ├── ConnectionFailure   no server to talk to, or not one we trust: says nothing about this mail, burns no try
    ├── TemporaryFailure    this mail was not taken now; it may be later (4xx, or lost before the end of DATA)
    ├── PermanentFailure    this mail will never be taken (5xx)
    └── UncertainOutcome    lost after the end of DATA and before the reply: it may have been taken

An adapter translates its library's errors into these once; nobody else looks at them.
"""

from dataclasses import dataclass
from typing import Protocol

from outreach.errors import OutreachError, Retry


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the mail. `text` is its reply to the end of DATA, all lines; `tls` names version, cipher
    and certificate, empty on a plain connection; `dsn_asked` says whether it promised RFC 3461 reports."""

    code: int
    enhanced: str | None
    text: str
    host: str
    tls: str = ""
    dsn_asked: bool = False


class SendingFailure(OutreachError):
    """The root. `code` and `enhanced` (RFC 3463) are the server's, None when it said nothing."""

    def __init__(
        self,
        text: str,
        *,
        code: int | None = None,
        enhanced: str | None = None,
        host: str | None = None,
        tls: str = "",
    ) -> None:
        self.text, self.code, self.enhanced, self.host, self.tls = text, code, enhanced, host, tls
        super().__init__(text if code is None else f"{code} {text}")


class ConnectionFailure(SendingFailure):
    """No server to talk to, or none that we trust."""

    retry = Retry.LATER


class TemporaryFailure(SendingFailure):
    """Not taken now; later perhaps."""

    retry = Retry.LATER


class PermanentFailure(SendingFailure):
    """Refused for good."""


class UncertainOutcome(SendingFailure):
    """It may or may not have been taken: a person decides."""

    retry = Retry.PERSON


NOT_ABOUT_THE_MAIL = frozenset({454, 530, 534, 535, 538})
"""Sign-in or TLS is asked for: our settings are wrong, not the mail (RFC 4954 §6, RFC 3207 §4)."""


def failure_kind(code: int, *, verb: str) -> type[SendingFailure]:
    """Which failure a reply code means. 421 before a mail was named is about the connection (RFC 5321 §3.8)."""
    if code in NOT_ABOUT_THE_MAIL or (code == 421 and verb in {"MAIL", "RSET"}):
        return ConnectionFailure
    return PermanentFailure if code // 100 == 5 else TemporaryFailure


class Transport(Protocol):
    """Takes one finished mail at a time; may be used by several tasks at once."""

    @property
    def is_live(self) -> bool:
        """Whether mail reaches real offices. Live rounds need a live transport, all others one that is not."""

    @property
    def connections(self) -> int:
        """How many mails it can carry at the same time."""

    async def send(self, *, envelope_sender: str, recipient: str, message: bytes, envelope_id: str) -> Accepted:
        """Hand over `message` (CRLF line ends, at most 998 octets a line, 7-bit) for one recipient.

        A `recipient` beyond ASCII, and the To field with it, is UTF-8 (RFC 6531); a server that does not offer
        SMTPUTF8 refuses it for good.

        `envelope_id` (RFC 3461 §4.4 ENVID) comes back in delivery status notifications.

        Raises:
            SendingFailure: one of its four kinds.
        """

    def abort(self) -> None:
        """End every conversation at once; the mails in hand fail with what is true of each. `close` follows."""

    async def close(self) -> None:
        """End kept connections; the next `send` opens new ones."""
