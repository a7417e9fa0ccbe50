"""States of a text and of a frozen version."""

from enum import StrEnum


class ReviewState(StrEnum):
    """Whether a native reader has checked a text."""

    DRAFT = "draft"
    """Nobody who reads the language natively has checked it: prints DRAFT, and cannot be sent live."""
    REVIEWED = "reviewed"
    """A named native reader checked it."""
