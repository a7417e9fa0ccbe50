"""How values read on a page."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

COMMAND = re.compile(r"(?:[:;,] (?:see|run)| with) `outreach [^`]*`(?: first)?")


def moment(value: datetime | None) -> str:
    """A time in UTC, to the minute, or a dash."""
    return format_datetime(value, "d MMM y, HH:mm", locale="en") + " UTC" if value else "–"


def day(value: date | None) -> str:
    """A day, or a dash."""
    return format_date(value, "d MMM y", locale="en") if value else "–"


def month(value: date) -> str:
    """The month of a day, with its year."""
    return format_date(value, "MMMM y", locale="en")


def weekday(value: date) -> str:
    """The short name of a day's weekday."""
    return format_date(value, "EEE", locale="en")


def number(value: int | None) -> str:
    """A count with its thousands apart, or a dash."""
    return format_decimal(value, locale="en") if value is not None else "–"


def words(value: object) -> str:
    """A status as words: `to_hand_over` reads "to hand over"."""
    return str(value).replace("_", " ")


def on_desk(sentence: object) -> str:
    """A sentence of the stages without its hint for the command line: here the page has the form."""
    return COMMAND.sub("", str(sentence))


def pair(value: object) -> tuple[str, str]:
    """A value and its words: an option of a form."""
    return str(value), words(value)


def local(value: datetime | None, zone: str) -> str:
    """A time in the office's own zone, with its difference to UTC; `zone` is an IANA name."""
    if value is None:
        return "–"
    there = value.astimezone(ZoneInfo(zone))
    return f"{format_datetime(there, 'EEE d MMM y, HH:mm', locale='en')} ({_offset(there)})"


def _offset(there: datetime) -> str:
    minutes = int((there.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def language(tag: str) -> str:
    """The English name of a BCP 47 tag."""
    return Locale.parse(tag, sep="-").get_display_name("en") or tag


def direction(tag: str) -> str:
    """`ltr` or `rtl`, for the attribute `dir`."""
    return "rtl" if Locale.parse(tag, sep="-").character_order == "right-to-left" else "ltr"


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "day": day,
    "month": month,
    "weekday": weekday,
    "number": number,
    "words": words,
    "pair": pair,
    "on_desk": on_desk,
    "local": local,
    "language": language,
    "direction": direction,
}
