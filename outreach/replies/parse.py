"""A mail as a tree of parts, by linear scans within the limits. Never raises.

The standard library's parser is not used for the tree: it looks at unbounded headers before a caller can bound
them, and recurses with the nesting of the mail. Parameters of bounded headers do go through it (RFC 2231).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value

from outreach.replies.decode import clean, decode_text, decode_transfer, decode_words
from outreach.replies.limits import MAX_DEPTH, MAX_HEAD, MAX_HEADERS, MAX_TEXT, MAX_VALUE, Budget, shorten
from outreach.replies.markup import to_text

HEADER_TYPES = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
"""Parts that carry the headers of another mail only."""
_HEADER = re.compile(r"^([!-9;-~]{1,200})[ \t]*:(.*)$", re.S)
_TYPE = re.compile(r"^\s*([A-Za-z0-9.+-]{1,60})\s*/\s*([A-Za-z0-9.+-]{1,100})")
_GUESSED_BOUNDARY = re.compile(rb"(?m)^--([^\s-][^\s]{0,69}|-[^\s]{1,69})[ \t]*\nContent-", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `headers` have lower-case names and unfolded raw values; `body` is still transfer-encoded."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str
    charset: str | None
    file_name: str | None
    parts: tuple["Part", ...] = ()

    def all(self, name: str) -> list[str]:
        """Every value of the header, decoded, in order."""
        return [decode_words(value) for key, value in self.headers if key == name]

    def get(self, name: str) -> str:
        """The first value of the header, decoded; empty when absent."""
        return next((decode_words(value) for key, value in self.headers if key == name), "")

    def raw(self, name: str) -> str:
        """The first value of the header as it came, with its encoded words; empty when absent."""
        return next((value for key, value in self.headers if key == name), "")

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def content(self) -> bytes:
        """The body without its transfer encoding."""
        return decode_transfer(self.body, self.get("content-transfer-encoding"))

    @property
    def text(self) -> str:
        """The body as text, bounded; HTML is turned into plain text."""
        encoding = self.get("content-transfer-encoding")
        text = clean(decode_text(decode_transfer(self.body[:MAX_TEXT], encoding), self.charset))
        return clean(to_text(text)) if self.content_type == "text/html" else text

    @property
    def is_attachment(self) -> bool:
        """Whether the sender meant it as a file beside the message."""
        return self.get("content-disposition").strip().lower().startswith("attachment")


def parse(raw: bytes, budget: Budget) -> Part:
    """Take the mail apart; what lies beyond the limits stays unopened and is named in `budget.notes`."""
    content = shorten(raw, budget).replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n\0")
    if content.startswith((b"From ", b">From ")):
        content = content.partition(b"\n")[2]
    return _part(content, budget, depth=0)


def parse_headers(content: bytes) -> tuple[tuple[str, str], ...]:
    """Header fields of a block: bounded in number and length, continuation lines joined."""
    headers: list[tuple[str, str]] = []
    for line in _unfolded(_latin(content[:MAX_HEAD])):
        match = _HEADER.match(line)
        if match:
            headers.append((match[1].lower(), match[2].strip()[:MAX_VALUE]))
        if len(headers) >= MAX_HEADERS:
            break
    return tuple(headers)


def _latin(content: bytes) -> str:
    return decode_text(content, "utf-8").replace("\0", "")


def _unfolded(block: str) -> Iterator[str]:
    pieces: list[str] = []
    for line in block.split("\n"):
        if line[:1] in (" ", "\t") and pieces:
            pieces.append(line)
            continue
        if pieces:
            yield " ".join(piece.strip() for piece in pieces)
        pieces = [line]
    if pieces:
        yield " ".join(piece.strip() for piece in pieces)


def _part(content: bytes, budget: Budget, *, depth: int, default: str = "text/plain") -> Part:
    head, body = _split_head(content)
    headers = parse_headers(head)
    if len(head) > MAX_HEAD or len(headers) >= MAX_HEADERS:
        budget.note("the header is too long: its end was not read")
    values = dict(reversed(headers))
    kind, parameters = _content_type(values.get("content-type", ""), default)
    file_name = parameters.get("name") or _parameters(values.get("content-disposition", "")).get("filename")
    parts = _children(kind, parameters.get("boundary", ""), body, budget, depth=depth)
    if kind.startswith("multipart/") and not parts:
        kind = "text/plain"
    return Part(headers, body, kind, parameters.get("charset"), file_name, parts)


def _split_head(content: bytes) -> tuple[bytes, bytes]:
    """A part may begin with its blank line; a head without one is all head."""
    if content.startswith(b"\n"):
        return b"", content[1:]
    head, _, body = content.partition(b"\n\n")
    return head, body


def _content_type(value: str, default: str) -> tuple[str, dict[str, str]]:
    match = _TYPE.match(value)
    kind = f"{match[1]}/{match[2]}".lower() if match else default
    return kind, _parameters(value)


def _parameters(value: str) -> dict[str, str]:
    if value.count(";") > 40 or not value:
        value = ";".join(value.split(";")[:40])
    holder = Message()
    holder["Content-Type"] = value.replace("\n", " ").replace("\r", " ")
    try:
        found = holder.get_params(failobj=[])
        return {key.lower(): clean(collapse_rfc2231_value(text)).replace("\n", " ")[:300] for key, text in found}
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return {}


def _children(kind: str, boundary: str, body: bytes, budget: Budget, *, depth: int) -> tuple[Part, ...]:
    if depth >= MAX_DEPTH:
        budget.note(f"nested deeper than {MAX_DEPTH}: the rest was not opened")
        return ()
    if kind.startswith("multipart/"):
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        pieces = _split(body, boundary)
        return tuple(_part(p, budget, depth=depth + 1, default=default) for p in pieces if budget.take_part())
    if kind in ("message/rfc822", "message/global", "message/partial") and budget.take_part():
        return (_part(body.lstrip(b"\n"), budget, depth=depth + 1),)
    if kind in HEADER_TYPES:
        return (Part(parse_headers(body.lstrip(b"\n")), b"", "text/plain", None, None),)
    return ()


def _split(body: bytes, boundary: str) -> Iterator[bytes]:
    """The pieces between delimiter lines (RFC 2046 §5.1.1); a missing boundary is guessed."""
    mark = boundary.encode("utf-8", "replace")
    if not mark or b"--" + mark not in body:
        guess = _GUESSED_BOUNDARY.search(body[:65536])
        if guess is None:
            return
        mark = guess[1]
    delimiter = re.compile(rb"(?m)^--" + re.escape(mark) + rb"(--)?[ \t]*(?:\n|\Z)")
    start: int | None = None
    for match in delimiter.finditer(body):
        if start is not None:
            yield body[start : max(start, match.start() - 1)]
        start = match.end()
        if match[1]:
            return
    if start is not None and body[start:].strip():
        yield body[start:]
