"""Where a report ends and the mail that it returns begins, and what that mail says of itself."""

import re
from dataclasses import dataclass

from outreach.replies.decode import decode_words
from outreach.replies.parse import HEADER_TYPES, Part
from outreach.replies.phrases import any_of, sections

_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
_MARK = re.compile(rf"^[ \t>*=_+.~#:|-]*(?:{any_of(sections('returned')['marks']).pattern})", re.I)
_RULED = re.compile(r"^[ \t>]*[-=*_#]{3,}")
_HEADERS = re.compile(
    r"(?im)^(?:return-path|received|dkim-signature|domainkey-signature|message-id|mime-version|x-[\w-]+|from|to|"
    r"subject|date|reply-to|sender|content-type|authentication-results)[ \t]*:.*\n"
    r"(?:(?:[ \t]+.*|[A-Za-z][\w-]{0,60}[ \t]*:.*)\n){2,}"
)
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,60})[ \t]*:[ \t]*(.*)$")
_ID_HEADERS = ("in-reply-to", "references", "x-original-message-id", "original-message-id")


_CARRIERS = frozenset({"message/rfc822", "message/global", "message/partial", *HEADER_TYPES})
_HEADER_TEXTS = frozenset({"text/rfc822-header", "text/rfc822"})


@dataclass(frozen=True, slots=True)
class Returned:
    """The returned mail's headers by lower-case name (first of each), and its text as far as it came."""

    headers: dict[str, str]
    text: str


def split_text(text: str) -> tuple[str, str]:
    """(what the server wrote, what it returned); the second is empty when nothing is returned inline."""
    lines = text.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        rest = text[offset + len(line) + 1 :]
        if number and len(line) < 160 and _MARK.match(line) and (_RULED.match(line) or _looks_returned(rest)):
            return text[:offset], rest
        offset += len(line) + 1
    block = _header_block(text)
    return (text[:block], text[block:]) if block is not None else (text, "")


def _looks_returned(rest: str) -> bool:
    """A mark counts when header lines follow soon, or nothing but a little text."""
    head = rest.lstrip("\n >-=*\t")[:3_000]
    return (
        not head.strip()
        or bool(_FIELD.match(head.partition("\n")[0]))
        or bool(_HEADERS.search(head[:1_500] + "\n"))
    )


def _header_block(text: str) -> int | None:
    for match in _HEADERS.finditer(text):
        names = {line.partition(":")[0].strip().lower() for line in match[0].split("\n") if ":" in line}
        strong = names & {
            "received",
            "return-path",
            "message-id",
            "mime-version",
            "dkim-signature",
            "content-type",
        }
        if strong and len(names & {"from", "to", "subject", "date", "message-id", "received"}) >= 2:
            return match.start()
    return None


def find_returned(part: Part, inline: str) -> Returned:
    """The first returned message in the tree, else the one that was pasted into the text."""
    for piece in part.walk():
        if piece is not part and piece.content_type in _CARRIERS and piece.parts:
            return _from_part(piece.parts[0])
        if piece is not part and piece.content_type in _HEADER_TEXTS:
            return _from_text(piece.text)
    return _from_text(inline)


def _from_part(part: Part) -> Returned:
    headers = {name: decode_words(value) for name, value in reversed(part.headers)}
    text = next((p.text for p in part.walk() if not p.parts and p.content_type.startswith("text/")), "")
    return Returned(headers, text[:20_000])


def _from_text(text: str) -> Returned:
    headers: dict[str, str] = {}
    last = ""
    for line in text.lstrip("\n >-=*\t").splitlines()[:400]:
        match = _FIELD.match(line.lstrip("> "))
        if match:
            last = match[1].lower()
            headers.setdefault(last, match[2])
        elif line[:1] in (" ", "\t") and last:
            headers[last] = f"{headers[last]} {line.strip()}"[:4_000]
        elif headers:
            break
    return Returned({name: decode_words(value) for name, value in headers.items()}, text[:20_000])


def find_message_ids(part: Part, returned: Returned, report: str) -> tuple[str, ...]:
    """Message-IDs that may be ours, nearest first: of the returned mail, In-Reply-To, References, the report."""
    texts = [returned.headers.get("message-id", "")]
    texts += [value for name in _ID_HEADERS for value in reversed(part.all(name))]
    texts += [
        p.text
        for p in part.walk()
        if p.content_type in ("message/disposition-notification", "message/feedback-report")
    ]
    texts.append(report[:20_000])
    found = [match[0] for text in texts for match in reversed([*_MESSAGE_ID.finditer(text)])]
    own = part.get("message-id")
    return tuple(dict.fromkeys(value for value in found if value != own and not _is_address(value, report)))[:20]


def _is_address(value: str, report: str) -> bool:
    """In a report `<name@host>` is as often an address: it counts as an id only after the words for one."""
    index = report.find(value)
    return index >= 0 and not re.search(
        r"(?i)(?:message-?id|msg-?id|nachrichten-?id)[^\n]{0,40}$", report[max(0, index - 80) : index]
    )
