"""Which country codes are known, and what English calls them."""

from functools import cache

import pycountry
from babel import Locale

USER_ASSIGNED = frozenset({"XK"})
"""Kosovo has no ISO 3166-1 code; XK is the user-assigned one that the EU, the IMF and CLDR use."""
MEANT = {"UK": "GB", "EL": "GR"}
"""Codes that the EU writes, and what ISO 3166-1 calls them."""


@cache
def known_codes() -> frozenset[str]:
    """Every ISO 3166-1 alpha-2 code, and XK."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | USER_ASSIGNED


def english_name(code: str) -> str | None:
    """The name in CLDR's English, or None for a code that is not known."""
    if code not in known_codes():
        return None
    return str(Locale("en").territories[code])
