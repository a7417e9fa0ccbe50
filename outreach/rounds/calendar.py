"""Office days and hours of each government, in its own time zone. Pure; public holidays by `holidays`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

Days = tuple[date, date | None]
"""The first and the last day of a recess or dissolution, both included; None: no end is known."""
OPENS, CLOSES = time(9), time(17)
LETTER_DAYS_LATE = timedelta(days=7)
"""A letter's date is its planned dispatch day; later than this it needs a new version."""

# Where the seat of government keeps other holidays than the whole country. The EU's institutions keep Belgium's.
_SEATS = {"EU": ("BE", None), "GB": ("GB", "ENG"), "DE": ("DE", "BE"), "CA": ("CA", "ON"), "AU": ("AU", "ACT")}


def is_office_day(government: str, day: date) -> bool:
    """Whether offices work on `day`: no weekend (Friday and Saturday in Israel) and no public holiday."""
    calendar = _calendar(government, day.year)
    return day.weekday() not in calendar.weekend and day not in calendar


def office_day(government: str, day: date) -> date:
    """`day` itself, or the next one on which offices work."""
    return next(d for d in _days_from(day) if is_office_day(government, d))


def open_day(government: str, day: date, closed: Sequence[Days]) -> date | None:
    """The same outside of these closures; None when no end of one is known."""
    for candidate in _days_from(day):
        covering = [last for first, last in closed if first <= candidate and (last is None or candidate <= last)]
        if None in covering:
            return None
        if not covering and is_office_day(government, candidate):
            return candidate
    raise AssertionError("unreachable")


def window(
    government: str, *, time_zone: str, dispatch_on: date, window_days: int, closed: Sequence[Days] = ()
) -> tuple[datetime, datetime]:
    """When letters to a government may leave, in UTC: 09:00 on the dispatch day to 17:00 `window_days` later.

    Both move to the next office day where they fall on a day off, or into one of the `closed` whose end is known.
    The hours are local, whatever the clocks do.
    """
    first = open_day(government, dispatch_on, closed) or office_day(government, dispatch_on)
    end = first + timedelta(days=window_days)
    last = open_day(government, end, closed) or office_day(government, end)
    zone = ZoneInfo(time_zone)
    opens, closes = datetime.combine(first, OPENS, zone), datetime.combine(last, CLOSES, zone)
    return opens.astimezone(UTC), closes.astimezone(UTC)


def letter_day(opens_at: datetime, *, time_zone: str) -> date:
    """The date of a letter whose window opens then: its planned dispatch day where the office stands."""
    return opens_at.astimezone(ZoneInfo(time_zone)).date()


def is_too_late(opens_at: datetime, now: datetime) -> bool:
    """Whether a letter dated for `opens_at` is too old to be sent."""
    return now - opens_at > LETTER_DAYS_LATE


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)


@cache
def _calendar(government: str, year: int) -> holidays.HolidayBase:
    country, seat = _SEATS.get(government, (government, None))
    return holidays.country_holidays(country, subdiv=seat, years=year)
