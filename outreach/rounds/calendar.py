"""Office days and hours of each government, in its own time zone. Pure; public holidays by `holidays`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

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


def window(government: str, *, time_zone: str, dispatch_on: date, window_days: int) -> tuple[datetime, datetime]:
    """When letters to a government may leave, in UTC: 09:00 on the dispatch day to 17:00 `window_days` later.

    Both move to the next office day where they fall on a day off. The hours are local, whatever the clocks do.
    """
    first = office_day(government, dispatch_on)
    last = office_day(government, first + timedelta(days=window_days))
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
