"""When to try again: a table of waiting times, not a loop."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (6, 15, 30, 60, 120, 240, 480, 720, 1440, 1440))
"""After the 1st, 2nd… failure. The first is short: most greylists open after five minutes (RFC 6647 §5)."""
NO_CONNECTION_WAIT = timedelta(minutes=5)
JITTER = 0.2
"""Waits grow by up to this share, so that mails refused together do not come back together."""
_HINT = re.compile(r"\b(\d{1,4})\s*(s|sec|seconds?|m|min|minutes?)\b", re.IGNORECASE)
_SAYS_WHEN = re.compile(r"grey-?list|gray-?list|try again|retry|wait", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again at this moment."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Enough tries, or none fits before the window closes."""


def after_failure(*, tries: int, text: str, now: datetime, closes_at: datetime, chance: float) -> Retry | GiveUp:
    """What to do after the `tries`-th temporary failure. `chance` in [0, 1) spreads the times.

    The server's own words count when they ask for a longer wait than ours ("try again in 900 seconds").
    """
    if tries > len(WAITS):
        return GiveUp()
    wait = max(WAITS[tries - 1], _asked_wait(text)) * (1 + JITTER * chance)
    return Retry(now + wait) if now + wait < closes_at else GiveUp()


def after_no_connection(*, now: datetime, chance: float) -> Retry:
    """When to look for the server again; this burns no try."""
    return Retry(now + NO_CONNECTION_WAIT * (1 + JITTER * chance))


def _asked_wait(text: str) -> timedelta:
    found = _HINT.search(text) if _SAYS_WHEN.search(text) else None
    if found is None:
        return timedelta()
    amount, unit = int(found.group(1)), found.group(2).lower()
    asked = timedelta(seconds=amount) if unit.startswith("s") else timedelta(minutes=amount)
    return min(asked, timedelta(days=1))
