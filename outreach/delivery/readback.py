"""Read a built mail back as a recipient would, and compare it with what was meant.

The header is taken apart by the standard library's parser: what was put in as one field comes back as that
field, or the mail is refused. The body is not parsed as a whole, because what could mislead a parser cannot stand
in it: a boundary holds `=_`, which neither base64 nor quoted-printable can contain, so the only boundaries are
those that are looked for here; each file is compared byte by byte, and each text is decoded. (Parsing 400 kB of
base64 takes longer than all the rest of a mail. The tests read whole mails with the standard library's parser.)
"""

from collections.abc import Sequence
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from outreach.delivery.attachment import Part
from outreach.delivery.fields import boundary_of, fields_of
from outreach.delivery.mail import Mail
from outreach.delivery.texts import text_of

LINE_LIMIT = 998
"""Octets of a line without CRLF (RFC 5322 §2.1.1)."""
_PARSER = BytesHeaderParser(policy=policy.compat32)


def find_difference(message: bytes, mail: Mail) -> str | None:
    """What a reader of `message` would find other than meant, in a few words; None when all is as meant."""
    shortened = _without_files(message, mail.parts)
    if shortened is None:
        return "attachments"
    if max(map(len, shortened.split(b"\r\n"))) > LINE_LIMIT:
        return f"a line of more than {LINE_LIMIT} octets"
    if any(end in shortened.replace(b"\r\n", b"") for end in (b"\r", b"\n")):
        return "a line end that is not CRLF"
    head, _, body = shortened.partition(b"\r\n\r\n")
    return _header_difference(_PARSER.parsebytes(head + b"\r\n\r\n"), mail) or _body_difference(body, mail)


def _without_files(message: bytes, parts: Sequence[Part]) -> bytes | None:
    """The mail without the content of its files, of which every byte is compared here."""
    pieces, position = [], 0
    for part in parts:
        start = message.find(part.head, position)
        if start < 0 or not message.startswith(part.body, start + len(part.head)):
            return None
        pieces.append(message[position : start + len(part.head)])
        position = start + len(part.head) + len(part.body)
    return b"".join([*pieces, message[position:]])


def _header_difference(read: Message, mail: Mail) -> str | None:
    meant = fields_of(mail)
    found = {name: _as_utf_8(value) for name, value in read.raw_items()}
    if read.keys() != list(meant) or read.get_payload():
        return "other headers: " + ", ".join(read.keys())
    if changed := next((name for name, value in meant.items() if found[name] != value), None):
        return changed
    if _decoded(found["Subject"]) != mail.subject:
        return "Subject"
    return "From" if _decoded(parseaddr(found["From"])[0]) != mail.sender_name else None


def _as_utf_8(value: str) -> str:
    """A field that this parser read as ASCII, with the other octets escaped."""
    return value.encode("ascii", "surrogateescape").decode("utf-8", "replace")


def _decoded(words: str) -> str:
    """Encoded words as text, unfolded."""
    return str(make_header(decode_header(words.replace("\r\n", ""))))


def _body_difference(body: bytes, mail: Mail) -> str | None:
    outer, *attachments = _sections(body, boundary_of(mail, "mixed"))
    texts = _sections(outer.partition(b"\r\n\r\n")[2], boundary_of(mail, "alternative"))
    # The line end before a boundary belongs to it (RFC 2046 §5.1.1); a file's last line has no other.
    if [text_of(text.removesuffix(b"\r\n")) for text in texts] != [
        _with_line_end(mail.text),
        _with_line_end(mail.html),
    ]:
        return "text"
    if attachments != [part.head for part in mail.parts]:
        return "attachments"
    return None


def _sections(body: bytes, boundary: str) -> list[bytes]:
    """What stands between boundaries; one empty section when anything stands before or after them."""
    before, *sections, end = body.split(f"--{boundary}".encode())
    if before or end != b"--\r\n" or any(not section.startswith(b"\r\n") for section in sections):
        return [b""]
    return [section.removeprefix(b"\r\n") for section in sections]


def _with_line_end(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
