"""From records to raw mails: headers encoded, parts joined, character sets and transfer encodings in turn."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from outreach.replies.status import ReplyKind
from tests.replies.unseen.box import Letter, Record, written


@dataclass(frozen=True, slots=True)
class Unseen:
    """A mail and what is expected: `dead` by failed address; `own` and `ours` are words of a person's mail."""

    name: str
    raw: bytes
    kind: ReplyKind
    language: str = ""
    number: str = ""
    dead: tuple[tuple[str, bool], ...] = ()
    own: str = ""
    ours: str = ""


PROGRAMS: dict[str, dict[str, str]] = {
    "bare": {},
    "exch": {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    "sieve": {"Auto-Submitted": "auto-replied (vacation)", "X-Sieve": "Pigeonhole Sieve 0.5.21"},
    "notes": {"X-Mailer": "Lotus Domino Release 8.5.3"},
    "otrs": {"Precedence": "bulk", "Auto-Submitted": "auto-replied", "X-Powered-By": "OTRS"},
    "sf": {"X-SFDC-LK": "00D000000000001", "X-SFDC-User": "00500000000001"},
    "zendesk": {"Auto-Submitted": "auto-generated", "X-Mailer": "Zendesk Mailer"},
    "rt": {"Precedence": "bulk", "Auto-Submitted": "auto-replied", "X-RT-Loop-Prevention": "office.example"},
    "glpi": {"Auto-Submitted": "auto-generated", "X-Mailer": "GLPI"},
    "pec": {"X-Mailer": "protocollo"},
    "gmailvac": {"Auto-Submitted": "auto-replied", "Precedence": "bulk", "X-Autoreply": "yes"},
    "cpanel": {"Auto-Submitted": "auto-replied", "Precedence": "auto_reply", "X-Loop": "office@office.example"},
    "groupwise": {"X-Mailer": "Novell GroupWise Internet Agent 18.5"},
    "fresh": {"X-ServiceNow-Generated": "true", "Precedence": "bulk"},
    "fireside": {"X-Mailer": "Intranet Quorum"},
    "jira": {"Auto-Submitted": "auto-generated", "X-JIRA-FingerPrint": "1a2b3c"},
}
"""Headers by which the programs of offices give themselves away, or do not."""


def note(name: str, record: Record, *, turn: int, letters: dict[str, Letter], charsets: dict[str, str]) -> Unseen:
    """An office's automatic note; `record.expected` is `kind language program [nr=number]`."""
    kind, language, program, *rest = record.expected.split()
    sent = "\n".join(record.lines)
    if turn % 4 == 1:
        sent += "\n\n" + "\n".join(f"> {line}" for line in letters[language].lines)
    sender = "no-reply@office.example" if turn % 3 == 0 else "Office <office@office.example>"
    headers = {"From": sender, "To": "sam@campaign.example", "In-Reply-To": "<letter.1@campaign.example>"}
    headers |= dict(record.headers) | PROGRAMS[program]
    part = _text(sent, _charset(charsets[language], sent, turn))
    number = rest[0].removeprefix("nr=") if rest else ""
    return Unseen(name, _with(part, headers), ReplyKind(kind), language, number)


def report(name: str, record: Record, *, original: Letter) -> Unseen:
    """A mail system's report; `record.expected` is `kind address=dead|alive …`."""
    kind, *pairs = record.expected.split()
    dead = tuple((pair.rpartition("=")[0], pair.endswith("=dead")) for pair in pairs)
    headers = {"To": "bounces+1@campaign.example", "Date": "Tue, 24 Nov 2026 10:12:09 +0000"} | dict(
        record.headers
    )
    charset = headers.pop("charset", "utf-8")
    headers.pop("html", None)
    returned = _returned(dead[0][0], original)
    body = "\n".join(record.lines).replace("@@original", returned)
    parts = list(_parts(body))
    if not parts:
        return Unseen(name, _with(_text(body, charset), headers), ReplyKind(kind), dead=dead)
    joined = (
        b"".join(b"--=_7f3a\n" + _part(title, text, returned) + b"\n" for title, text in parts) + b"--=_7f3a--\n"
    )
    kind_of = 'multipart/report; report-type=delivery-status; boundary="=_7f3a"'
    outer = Message()
    outer["MIME-Version"], outer["X-Kind"] = "1.0", kind_of
    raw = _with(outer, headers).replace(b"X-Kind:", b"Content-Type:", 1) + joined
    return Unseen(name, raw, ReplyKind(kind), dead=dead)


def person(
    name: str, headers: dict[str, str], bodies: tuple[str, str | None], charset: str, lines: tuple[str, ...]
) -> Unseen:
    """A person's mail of a plain `bodies[0]` and perhaps HTML; `lines` carry the marks."""
    plain, html = bodies
    part: Message = _text(html or "", "utf-8", "html") if html and not plain else _text(plain, charset)
    if html is not None and plain:
        both = MIMEMultipart("alternative", boundary="=_b0und")
        both.attach(part)
        both.attach(_text(html, "utf-8", "html"))
        part = both
    _, own, ours = written(lines)
    return Unseen(name, _with(part, headers), ReplyKind.HUMAN, own=own, ours=ours)


def _charset(wanted: str, text: str, turn: int) -> str:
    """The language's own character set in turn with UTF-8, where it has all of the text."""
    try:
        text.encode(wanted)
    except UnicodeEncodeError:
        return "utf-8"
    return wanted if turn % 2 else "utf-8"


charset_of = _charset


def _text(text: str, charset: str, subtype: str = "plain") -> MIMEText:
    encoding = Charset(charset)
    if charset == "utf-8":
        encoding.body_encoding = QP if len(text) % 2 else BASE64
    return MIMEText(text, subtype, encoding)  # type: ignore[arg-type]


def _with(part: Message, headers: dict[str, str]) -> bytes:
    for name, value in headers.items():
        part[name] = value if value.isascii() else Header(value, "utf-8", header_name=name).encode()
    return part.as_bytes()


def _returned(address: str, original: Letter) -> str:
    return (
        f"Received: from app.campaign.example by mx1.campaign.example; Tue, 24 Nov 2026 10:12:01 +0000\n"
        f"From: Sam Okafor <sam@campaign.example>\nTo: {address}\nSubject: {original.subject}\n"
        f"Message-ID: <letter.1@campaign.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
        + "\n".join(original.lines)
    )


def _parts(body: str) -> Iterator[tuple[str, str]]:
    for piece in ("\n" + body).split("\n---- ")[1:]:
        title, _, text = piece.partition("\n")
        yield title, text


def _part(title: str, text: str, returned: str) -> bytes:
    if title in ("text", "html"):
        return _text(text, "utf-8", "html" if title == "html" else "plain").as_bytes()
    if title == "dsn":
        return f"Content-Type: message/delivery-status\n\n{text}".encode()
    if title == "rfc822":
        return f"Content-Type: message/rfc822\n\n{returned}".encode()
    headers, _, _ = returned.partition("\n\n")
    return f"Content-Type: text/rfc822-headers\n\n{headers}\n".encode()


__all__ = ["PROGRAMS", "Unseen", "charset_of", "note", "person", "report"]
