"""How values read on a page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from outreach.interface import sentences
from outreach.interface.speech import spoken


def moment(value: datetime | None) -> str:
    """A time in UTC, to the minute, or a dash."""
    return format_datetime(value, "d MMM y, HH:mm", locale=spoken().locale) + " UTC" if value else "–"


def day(value: date | None) -> str:
    """A day, or a dash."""
    return format_date(value, "d MMM y", locale=spoken().locale) if value else "–"


def month(value: date) -> str:
    """The month of a day, with its year."""
    return format_date(value, "MMMM y", locale=spoken().locale)


def weekday(value: date) -> str:
    """The short name of a day's weekday."""
    return format_date(value, "EEE", locale=spoken().locale)


def number(value: int | None) -> str:
    """A count with its thousands apart, or a dash."""
    return format_decimal(value, locale=spoken().locale) if value is not None else "–"


def words(value: object) -> str:
    """A status as words, in the desk's language: `to_hand_over` reads "to hand over"."""
    return spoken().gettext(str(value).replace("_", " "))


def on_desk(words: object) -> str:
    """What a stage said, a sentence or not, in the desk's language, without its hint for the command line."""
    text, speech = str(words), spoken()
    found = speech.sentences.find(text) if speech.sentences is not None else None
    return sentences.on_desk(speech.gettext(text) if found is None else found)


def pair(value: object) -> tuple[str, str]:
    """A value and its words: an option of a form."""
    return str(value), words(value)


def local(value: datetime | None, zone: str) -> str:
    """A time in the office's own zone, with its difference to UTC; `zone` is an IANA name."""
    if value is None:
        return "–"
    there = value.astimezone(ZoneInfo(zone))
    return f"{format_datetime(there, 'EEE d MMM y, HH:mm', locale=spoken().locale)} ({_offset(there)})"


def _offset(there: datetime) -> str:
    minutes = int((there.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def language(tag: str) -> str:
    """The name of a BCP 47 tag in the desk's language."""
    return Locale.parse(tag, sep="-").get_display_name(spoken().locale) or tag


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
