"""Pure pieces of the SMTP conversation: parameters, codes and replies, as the RFCs write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outreach.delivery.address import needs_smtputf8

_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?=\s|$)")
_DOT_AT_LINE_START = re.compile(rb"(?m)^\.")
REPLY_LIMIT = 2_000
"""Characters of a server's reply that we keep."""
END_OF_DATA_PATIENCE = 10
"""The reply to the end of DATA may take so many times longer than others (RFC 5321 §4.5.3.2.6: 10 minutes)."""
DSN_REJECTED = frozenset({501, 504, 555})
"""What a server says that offered RFC 3461 and does not understand it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail for one recipient; `envelope_id` comes back in reports (RFC 3461 §4.4)."""

    sender: str
    recipient: str
    message: bytes
    envelope_id: str


def xtext(text: str) -> str:
    """RFC 3461 §4: printable ASCII but `+` and `=` as is, everything else as `+HH`."""
    plain = (chr(byte) if 33 <= byte <= 126 and byte not in b"+=" else f"+{byte:02X}" for byte in text.encode())
    return "".join(plain)


def unitext(text: str) -> str:
    """RFC 6533 §3, utf-8-addr-unitext: as is but for `+`, `=`, `\\`, space and controls, which are `\\x{HH}`."""
    return "".join(f"\\x{{{ord(c):02X}}}" if ord(c) < 33 or c in "+=\\\x7f" else c for c in text)


@dataclass(frozen=True, slots=True)
class Offers:
    """What a server takes: the largest message in octets, None when it does not say (RFC 1870 §4), and whether an
    address beyond ASCII may be named: SMTPUTF8, which goes with 8BITMIME (RFC 6531 §3.1)."""

    size_limit: int | None
    takes_utf_8: bool


def offers_of(offered: Mapping[str, str]) -> Offers:
    """The extensions of an EHLO reply, by their names in lower case, as what they mean."""
    stated = offered.get("size", "").strip()
    is_number = stated.isascii() and stated.isdigit() and len(stated) <= 20
    limit = int(stated) or None if is_number else None
    return Offers(limit, {"smtputf8", "8bitmime"} <= offered.keys())


def beyond(offers: Offers, envelope: Envelope) -> tuple[str, str] | None:
    """Why the server cannot carry this mail: the enhanced status (RFC 3463, RFC 6531 §4.6) and what to do."""
    limit, size = offers.size_limit, len(envelope.message)
    if needs_smtputf8(envelope.recipient) and not offers.takes_utf_8:
        return "5.6.7", (
            "The server does not offer SMTPUTF8 (RFC 6531), which this address needs: "
            "add a contact of the office in ASCII letters or by another channel, and resend to it."
        )
    if limit is not None and size > limit:
        return "5.3.4", f"The mail has {size} octets and the server takes {limit}: send a smaller dossier."
    return None


def mail_parameters(offered: Mapping[str, str], *, size: int, envelope_id: str, utf_8: bool = False) -> list[str]:
    """Parameters of MAIL: SIZE (RFC 1870 §6), RET and ENVID (RFC 3461 §4.3, §4.4), only what is offered.

    With `utf_8` also SMTPUTF8 (RFC 6531 §3.4). The bodies are 7-bit, so BODY is not said (§3.6).
    """
    parameters = [f"SIZE={size}"] if "size" in offered else []
    parameters += ["SMTPUTF8"] if utf_8 else []
    if "dsn" in offered:
        parameters += ["RET=HDRS", f"ENVID={xtext(envelope_id)}"]
    return parameters


def rcpt_parameters(offered: Mapping[str, str], *, recipient: str) -> list[str]:
    """Parameters of RCPT: NOTIFY and ORCPT (RFC 3461 §4.1, §4.2; RFC 6533 §3 beyond ASCII), only when offered."""
    if "dsn" not in offered:
        return []
    original = f"rfc822;{xtext(recipient)}" if recipient.isascii() else f"utf-8;{unitext(recipient)}"
    return ["NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT={original}"]


def enhanced_status(text: str) -> str | None:
    """The enhanced status code that opens a reply (RFC 2034 §4), such as `5.1.1`."""
    found = _ENHANCED.match(text)
    return found.group(1) if found else None


def readable(text: str) -> str:
    """A reply fit to be stored: bytes that are no UTF-8 and control characters escaped, of bounded length."""
    printable = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    shown = (c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in printable)
    return "".join(shown)[:REPLY_LIMIT]


def dot_stuffed(message: bytes) -> bytes:
    """The message as DATA carries it: a period doubled at the start of each line (RFC 5321 §4.5.2), and a line end
    after the last line (§4.1.1.4)."""
    if not message.endswith(b"\r\n"):
        message += b"\r\n"
    # Periods are rare in base64, and looking for one byte is ten times faster than for two.
    before_each = message.split(b".")[:-1]
    if not message.startswith(b".") and not any(piece.endswith(b"\n") for piece in before_each):
        return message
    return _DOT_AT_LINE_START.sub(b"..", message)
