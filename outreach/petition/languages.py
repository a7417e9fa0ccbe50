"""The languages that a campaign writes in, and what Unicode's CLDR says about each."""

from babel import Locale

REFERENCE = "en"
LANGUAGES = ("en", "fr", "de", "it", "es", "ja", "ko", "zh-Hant", "hi", "he")
"""BCP 47 tags, the reference first."""


def locale_of(language: str) -> Locale:
    """The CLDR locale of a BCP 47 tag; raises babel.UnknownLocaleError or ValueError for one it lacks."""
    return Locale.parse(language, sep="-")


def direction_of(language: str) -> str:
    """`ltr` or `rtl`, as CLDR's character order says."""
    return "rtl" if locale_of(language).character_order == "right-to-left" else "ltr"


def plural_categories(language: str) -> frozenset[str]:
    """The categories of cardinal numbers that the language tells apart (UTS 35 part 3); `other` is always one."""
    return frozenset(locale_of(language).plural_form.tags) | {"other"}
