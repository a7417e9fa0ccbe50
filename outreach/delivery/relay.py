"""The server that takes our mail, as a value."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from outreach.errors import BadInput


class Tls(StrEnum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    """Asked for after EHLO (RFC 3207); without it nothing is sent."""
    IMPLICIT = "implicit"
    """From the first byte (RFC 8314)."""
    NONE = "none"
    """Not at all: for a relay on this machine."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Where and how to connect. `ca_file` names a certificate authority of one's own, in PEM.

    Raises:
        BadInput: a password would go over a plain connection.
    """

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 60.0
    ca_file: Path | None = None
    local_hostname: str = "localhost"

    def __post_init__(self) -> None:
        if self.username and self.tls is Tls.NONE:
            raise BadInput("OUTREACH_SMTP__TLS=none with OUTREACH_SMTP__USERNAME would show the password to all.")
