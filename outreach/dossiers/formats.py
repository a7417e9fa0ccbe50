"""Numbers, dates, countries and lists as a language and country write them (Unicode CLDR, through Babel)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

_REGIONS = {"EU": "150"}
"""CLDR has English as written in Europe (UN M.49 150), not in the Union."""


UNSPACED = frozenset({"ja", "zh"})
"""Languages that put nothing between sentences, and whose colon takes the place of a space as well."""


@dataclass(frozen=True, slots=True)
class Formats:
    """One language, as written in one country: `en` for IN groups by lakh, `fr` for CA is Canadian."""

    locale: Locale

    def number(self, value: int) -> str:
        return str(format_decimal(value, locale=self.locale))

    def change(self, value: int) -> str:
        """With a plus or minus sign."""
        sign = {True: "+", False: "−"}[value > 0] if value else ""
        return f"{sign}{self.number(abs(value))}"

    def share(self, part: int, whole: int) -> str:
        """A percentage with one decimal."""
        pattern = (
            str(self.locale.percent_formats[None].pattern).replace("0%", "0.0%").replace("0\xa0%", "0.0\xa0%")
        )
        return str(format_percent(part / whole, format=pattern, locale=self.locale))

    def day(self, value: date) -> str:
        """The long form, such as `24 November 2026`."""
        return format_date(value, format="long", locale=self.locale)

    def partial_day(self, value: str) -> str:
        """An ISO 8601 date of a year, month or day: only what is known is written."""
        parts = [int(part) for part in value.split("-")]
        if len(parts) == 3:
            return self.day(date(*parts))
        skeleton = "yMMMM" if len(parts) == 2 else "y"
        return format_skeleton(skeleton, date(*[*parts, 1, 1][:3]), locale=self.locale)

    def country(self, code: str, *, otherwise: str = "") -> str:
        """The country's name in this language; `otherwise` or the code where CLDR has none."""
        return str(self.locale.territories.get(code, otherwise or code))

    def joined(self, items: Sequence[str]) -> str:
        """`a, b and c`."""
        return format_list(list(items), locale=self.locale) if items else ""

    @property
    def colon(self) -> str:
        """The colon between a label and what it labels, with the space that goes before and after."""
        if self.locale.language in UNSPACED:
            return "："
        return "\u00a0: " if self.locale.language == "fr" else ": "

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return "" if self.locale.language in UNSPACED else " "

    def sentences(self, *sentences: str) -> str:
        """The sentences that there are, as one passage."""
        return self.gap.join(one for one in sentences if one)

    def isolated(self, text: str) -> str:
        """Foreign words (an address, a name, a URL) that keep their own order within a right-to-left line.

        A first-strong isolate (Unicode Annex 9 §2.4.1) in right-to-left languages, the text itself elsewhere.
        """
        return f"\u2068{text}\u2069" if self.locale.character_order == "right-to-left" else text

    def category(self, value: int) -> str:
        """The plural category of a cardinal number (UTS 35 part 3)."""
        return str(self.locale.plural_form(value))


def formats_of(language: str, territory: str) -> Formats:
    """The formats of a BCP 47 language in a country; of the language alone where CLDR has no such locale."""
    for tag in (f"{language}-{_REGIONS.get(territory, territory)}", language):
        try:
            return Formats(Locale.parse(tag, sep="-"))
        except UnknownLocaleError:
            continue
    raise AssertionError(f"no locale for {language}")
