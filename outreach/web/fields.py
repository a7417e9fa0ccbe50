"""How the values of an address or a form are read: kindly, and with a sentence where that fails."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from outreach.errors import BadInput

Word = TypeVar("Word", bound=StrEnum)


def whole(text: str) -> int | None:
    """A number in an address; nonsense counts as nothing asked."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def word(text: str, vocabulary: type[Word]) -> Word | None:
    """A member of a vocabulary; nonsense counts as nothing asked."""
    return vocabulary(text) if text in set(vocabulary) else None


def day_of(text: str, what: str) -> date:
    """A day of a form; raises BadInput that names the field."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"{what}: {text!r} is not a day; write 2026-11-24.") from error


def lines(text: str) -> str:
    """Browsers end the lines of a form with CR LF."""
    return text.replace("\r\n", "\n")
