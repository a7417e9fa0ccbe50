"""The part of a country that a legislator speaks for, by code and by the ways to write it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a country that a legislator speaks for.

    `code` is ISO 3166-2, `names` go by language, `also` are other ways to write it (abbreviations). `country` is
    its own ISO 3166-1 code where exports count it as a country, such as PR for Puerto Rico; else empty.
    """

    code: str
    names: Mapping[str, str]
    also: tuple[str, ...] = ()
    country: str = ""

    def is_called(self, name: str) -> bool:
        """Whether `name` is one of the ways to write this region; capitals and spaces around it do not count."""
        known = {self.code, self.code.partition("-")[2], *self.names.values(), *self.also}
        return name.strip().casefold() in {one.casefold() for one in known if one}
