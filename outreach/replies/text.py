"""The words of a mail, and the tokens in it that look like ours."""

import re

from outreach.replies.parse import Part
from outreach.replies.returned import Returned

_TOKEN = re.compile(r"(?<![a-z0-9])(?:[a-z0-9._-]{1,40}\+)?(t[a-z0-9]{15,62})(?=@)", re.I)
_ADDRESSED = ("to", "delivered-to", "x-original-to", "envelope-to", "cc", "x-failed-recipients")


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


def find_token(part: Part, returned: Returned, text: str) -> str | None:
    """The first token of our shape: in the recipients, then the returned mail, then the words."""
    sources = [value for name in _ADDRESSED for value in part.all(name)]
    sources += [returned.headers.get(name, "") for name in ("return-path", "reply-to", "from", "sender")]
    sources.append(text[:50_000])
    return next((match[1].lower() for source in sources for match in _TOKEN.finditer(source)), None)
