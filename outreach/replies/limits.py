"""Bounds on hostile mail, applied before and while it is taken apart. Sizes are in bytes."""

import re
from dataclasses import dataclass, field

MAX_MAIL = 64 * 1024 * 1024
MAX_HEAD = 256 * 1024
MAX_HEADERS = 1_000
MAX_VALUE = 8 * 1024
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_TEXT = 512 * 1024
BIG_MAIL = 1024 * 1024
KEPT_LINES = 1_500

_LONG_ENCODED = re.compile(
    rb"(?m)^((?:[A-Za-z0-9+/=]{20,996}\r?\n){%d})(?:[A-Za-z0-9+/=]{1,996}\r?\n)++" % KEPT_LINES
)
_LONG_LINE = re.compile(rb"(?m)^([^\r\n]{65536})[^\r\n]++")


@dataclass(slots=True)
class Budget:
    """What may still be spent on one mail; `notes` say where it ran out."""

    parts: int = MAX_PARTS
    notes: list[str] = field(default_factory=list)

    def take_part(self) -> bool:
        """Whether one more part may be opened."""
        if self.parts <= 0:
            self.note(f"more than {MAX_PARTS} parts: the rest was not opened")
            return False
        self.parts -= 1
        return True

    def note(self, text: str) -> None:
        """Say once what was cut."""
        if text not in self.notes:
            self.notes.append(text)


def refusal(raw: bytes) -> str | None:
    """Why this cannot be a mail worth opening, or None."""
    if len(raw) > MAX_MAIL:
        return f"larger than {MAX_MAIL // (1024 * 1024)} MB: not opened"
    if not raw.strip(b"\0\r\n\t "):
        return "the file is empty"
    return None


def shorten(raw: bytes, budget: Budget) -> bytes:
    """Cut the inside of large attachments and endless lines: classification needs their beginning only."""
    if len(raw) <= BIG_MAIL:
        return raw
    short = _LONG_LINE.sub(rb"\1", _LONG_ENCODED.sub(rb"\1", raw))
    if len(short) < len(raw):
        budget.note("large parts were read in part only")
    return short
