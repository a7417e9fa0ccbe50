"""Whether a delivery may leave now: half-open windows, `opens_at <= now < closes_at`."""

from datetime import datetime
from enum import StrEnum


class Window(StrEnum):
    """Where a moment lies."""

    AHEAD = "ahead"
    """Not yet open."""
    OPEN = "open"
    """May leave."""
    PAST = "past"
    """Too late: it expires instead of leaving."""


def window_at(now: datetime, *, opens_at: datetime, closes_at: datetime) -> Window:
    """Where `now` lies. Raises ValueError for a window that closes before it opens."""
    if closes_at <= opens_at:
        raise ValueError(f"a window must close after it opens: {opens_at} to {closes_at}")
    if now < opens_at:
        return Window.AHEAD
    return Window.OPEN if now < closes_at else Window.PAST
