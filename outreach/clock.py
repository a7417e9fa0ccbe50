"""Time as a value: always aware, always UTC, read once per use case.

This is the only file that asks the machine for the time. Everything else receives `now` as an argument,
so a test or a replay can choose it.
"""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, aware, in UTC, whole microseconds."""
    return datetime.now(UTC)


def require_utc(moment: datetime) -> datetime:
    """Return `moment` in UTC; raise ValueError when it is naive (a naive time is a bug, never a guess)."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"a time without a zone is not accepted: {moment.isoformat()}")
    return moment.astimezone(UTC)


def parse_utc(text: str) -> datetime:
    """Read ISO 8601 text with a zone (`2026-11-24T09:00:00+00:00`); raise ValueError without one."""
    return require_utc(datetime.fromisoformat(text))
