"""HTML to plain text by linear scans: no tree, no remote load, no script."""

import html
import re
from collections.abc import Iterator

_UNSEEN = re.compile(r"<!--|<(script|style|head|title|template)\b[^<>]{0,2000}>", re.I)
# Clients that do not use <blockquote> mark the beginning of the quoted mail with an element of a known name.
_QUOTED_MAIL = re.compile(
    r"<(?:div|hr|span)\b[^<>]{0,500}?\bid=[\"']?(?:x_)*(?:divRplyFwdMsg|stopSpelling)\b[^<>]{0,500}>", re.I
)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|hr|/?table|/?ul|/?ol)\b[^<>]{0,2000}>", re.I)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_LINK = re.compile(
    r"<a\b[^<>]{0,1500}?href\s*=\s*[\"']?((?:https?:|mailto:)[^\"'\s<>]{1,1000})[^<>]{0,1500}>(.{0,500}?)</a\s*>",
    re.I | re.S,
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]{0,4000}>")
_QUOTATION = re.compile(r"<(/?)blockquote\b[^<>]{0,2000}>", re.I)
_SPACES = re.compile(r"[ \t\xa0\u200b\ufeff]+")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")
_OPEN, _CLOSE = "\ue000", "\ue001"
FORWARD_MARK = "-----Original Message-----"
"""What stands for a client's own marker of the quoted mail."""


def to_text(source: str) -> str:
    """The text that a reader sees: quotations as `>` lines, a link's target behind its words."""
    text = _without_unseen(source.replace(_OPEN, "").replace(_CLOSE, ""))
    text = re.sub(r"\s+", " ", text)
    text = _LINK.sub(_with_target, text)
    text = _QUOTED_MAIL.sub(f"\n{FORWARD_MARK}\n", text)
    text = _QUOTATION.sub(lambda match: f"\n{_CLOSE if match[1] else _OPEN}\n", text)
    text = _CELL.sub("\t", _BREAK.sub("\n", text))
    text = html.unescape(_TAG.sub("", text))
    return _EMPTY_LINES.sub("\n\n", "\n".join(_quoted_lines(text))).strip()


def _without_unseen(source: str) -> str:
    """Without comments, scripts, styles and the head; one that never ends is kept: it may hold words."""
    kept: list[str] = []
    position = 0
    endless: set[str] = set()
    for match in _UNSEEN.finditer(source):
        name = (match[1] or "").lower()
        if match.start() < position or name in endless:
            continue
        end = re.compile(rf"</{name}\s*>" if name else "-->", re.I).search(source, match.end())
        if end is None:
            endless.add(name)
            continue
        kept.append(source[position : match.start()])
        position = end.end()
    return " ".join([*kept, source[position:]])


def _with_target(match: re.Match[str]) -> str:
    target, words = match[1].removeprefix("mailto:"), match[2]
    return words if target in words else f"{words} [{target}]"


def _quoted_lines(text: str) -> Iterator[str]:
    depth = 0
    for raw in text.split("\n"):
        line = _SPACES.sub(" ", raw).strip()
        if line in (_OPEN, _CLOSE):
            depth = max(0, depth + (1 if line == _OPEN else -1))
            continue
        yield f"> {line}" if depth and line else line
