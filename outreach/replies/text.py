"""The words of a mail, and what in it may be ours: tokens and printed references."""

import re

from outreach.delivery.token import find_tokens
from outreach.replies.parse import Part
from outreach.replies.returned import Returned
from outreach.rounds.reference import find_references

_ADDRESSED = ("to", "delivered-to", "x-original-to", "envelope-to", "cc", "x-failed-recipients")
_DAMAGED = re.compile(r"(?<![0-9a-z])([0-9a-z]{16,32})[^0-9a-z\s@]?(?=@)", re.IGNORECASE | re.ASCII)
_MIXED = re.compile(r"(?=(?:[^0-9]*[0-9]){2})(?=(?:[^a-z]*[a-z]){2})")
_RETURNED = ("return-path", "reply-to", "from", "sender", "x-original-from")


def body_text(part: Part) -> str:
    """Text of the mail itself, in order: plain before HTML, without attached files and carried mails."""
    return "\n".join(text for text in _texts(part) if text.strip())[:200_000]


def _texts(part: Part) -> list[str]:
    if part.content_type == "multipart/alternative":
        plain = [text for child in part.parts if child.content_type != "text/html" for text in _texts(child)]
        if any(text.strip() for text in plain):
            return plain
    if part.content_type.startswith("multipart/"):
        return [text for child in part.parts for text in _texts(child)]
    if part.content_type in ("text/plain", "text/html") and not part.is_attachment:
        return [part.text]
    return []


def find_token_texts(part: Part, returned: Returned, text: str) -> tuple[str, ...]:
    """Everything of our token's shape: in the recipients, then the returned mail, then the words. Not verified."""
    sources = [value for name in _ADDRESSED for value in part.all(name)]
    sources += [returned.headers.get(name, "") for name in _RETURNED]
    sources += [text[:50_000], returned.text]
    return tuple(dict.fromkeys(token for source in sources for token in find_tokens(source)))[:20]


def find_damaged_texts(part: Part, returned: Returned) -> tuple[str, ...]:
    """Local parts, or what stands behind their plus, that may once have been a token of ours."""
    sources = [value for name in _ADDRESSED for value in part.all(name)]
    sources += [returned.headers.get(name, "") for name in _RETURNED]
    found = (match[1].lower() for source in sources for match in _DAMAGED.finditer(source[:4_000]))
    return tuple(dict.fromkeys(text for text in found if _MIXED.match(text)))[:5]


def find_reference_texts(part: Part, returned: Returned, text: str) -> tuple[int, ...]:
    """Addressees whose printed reference stands in the subject, the words, or the returned mail."""
    sources = (part.get("subject"), text[:50_000], returned.headers.get("subject", ""), returned.text)
    return tuple(dict.fromkeys(number for source in sources for number in find_references(source)))[:20]
