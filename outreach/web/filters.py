"""How values read on a page."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal


def moment(value: datetime | None) -> str:
    """A time in UTC, to the minute, or a dash."""
    return format_datetime(value, "d MMM y, HH:mm", locale="en") + " UTC" if value else "–"


def day(value: date | None) -> str:
    """A day, or a dash."""
    return format_date(value, "d MMM y", locale="en") if value else "–"


def number(value: int | None) -> str:
    """A count with its thousands apart, or a dash."""
    return format_decimal(value, locale="en") if value is not None else "–"


def words(value: object) -> str:
    """A status as words: `to_hand_over` reads "to hand over"."""
    return str(value).replace("_", " ")


FILTERS: dict[str, Callable[..., Any]] = {"moment": moment, "day": day, "number": number, "words": words}
