"""Read a built mail back as a recipient would, and compare it with what was meant."""

from collections.abc import Sequence
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any

from outreach.delivery.address import ascii_address
from outreach.delivery.attachment import Part
from outreach.delivery.mail import Mail

HEADERS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
]
"""The only headers that we write, in this order, each once."""
SHOWN = 78
"""Octets of a file's first line in base64, line end included."""


def find_difference(message: bytes, mail: Mail) -> str | None:
    """What a reader of `message` would find other than meant, in a few words; None when all is as meant."""
    shortened = _shortened(message, mail.parts)
    if shortened is None:
        return "attachments"
    # The default policy would parse a header anew each time that anyone looks at it: here each is parsed once.
    read = BytesParser(policy=policy.compat32).parsebytes(shortened)
    wanted = [name for name in HEADERS if name != "Content-Language" or mail.languages]
    if read.keys() != wanted:
        return "other headers: " + ", ".join(read.keys())
    return _header_difference(read, mail) or _body_difference(read, mail)


def _shortened(message: bytes, parts: Sequence[Part]) -> bytes | None:
    """The mail with only the first line of each file, whose place and every byte is compared here.

    Parsing 400 kB of base64 takes five times as long as all the rest, and cannot find anything but base64.
    """
    pieces, position = [], 0
    for part in parts:
        start = message.find(part.head, position)
        if start < 0 or not message.startswith(part.body, start + len(part.head)):
            return None
        pieces += [message[position:start], part.head, part.body[:SHOWN]]
        position = start + len(part.head) + len(part.body)
    return b"".join([*pieces, message[position:]])


def _header_difference(message: Message, mail: Mail) -> str | None:
    raw: dict[str, str] = dict(message.raw_items())
    read: dict[str, Any] = {name: policy.default.header_fetch_parse(name, value) for name, value in raw.items()}
    sender = read["From"].addresses
    name = parseaddr(raw["From"])[0]
    found = {
        "From": (len(sender), _decoded(name), sender[0].addr_spec),
        "To": [address.addr_spec for address in read["To"].addresses],
        "Reply-To": [address.addr_spec for address in read["Reply-To"].addresses],
        "Subject": str(read["Subject"]),
        "Date": read["Date"].datetime,
        "Message-ID": str(read["Message-ID"]),
        "defects": [str(defect) for header in read.values() for defect in header.defects],
    }
    meant = {
        "From": (1, mail.sender_name, ascii_address(mail.sender)),
        "To": [ascii_address(mail.recipient)],
        "Reply-To": [ascii_address(mail.reply_to)],
        "Subject": mail.subject,
        "Date": mail.date.replace(microsecond=0),
        "Message-ID": mail.message_id,
        "defects": [],
    }
    return next((name for name, value in meant.items() if found[name] != value), None)


def _decoded(words: str) -> str:
    """Encoded words as text. The header registry of Python 3.11 would put spaces between them (RFC 2047 §6.2)."""
    return str(make_header(decode_header(words)))


def _body_difference(read: Message, mail: Mail) -> str | None:
    body, *attachments = _parts(read)
    texts = [_text(part).replace("\r\n", "\n") for part in _parts(body)]
    if texts != [_with_line_end(mail.text), _with_line_end(mail.html)]:
        return "text"
    if [_raw(part) for part in attachments] != [part.head + part.body[:SHOWN] for part in mail.parts]:
        return "attachments"
    if any(part.defects for part in read.walk()):
        return "broken structure"
    return None


def _parts(message: Message) -> list[Message]:
    """The parts of a multipart; of anything else itself."""
    return [part for part in message.get_payload() if isinstance(part, Message)] or [message]


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode(part.get_content_charset("ascii"), "replace")


def _raw(part: Message) -> bytes:
    """The part as it stands in the mail. Its last line end belongs to the boundary (RFC 2046 §5.1.1)."""
    head = "".join(f"{name}: {value}\r\n" for name, value in part.raw_items())
    return f"{head}\r\n{part.get_payload()}\r\n".encode("ascii")


def _with_line_end(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
