"""What an export says: how many signed, by country and region. Values only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RegionCount:
    """Signatures of one region; regions need not add up to their country."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class CountryCount:
    """Signatures of one country. `code` is ISO 3166-1 alpha-2, or the source's own code when it has none."""

    code: str
    name: str
    count: int
    regions: tuple[RegionCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """One export. `total` is what the source states, and may differ from the sum of its countries.

    `as_of` is None when the source does not say when it was counted.
    """

    total: int
    countries: tuple[CountryCount, ...]
    as_of: datetime | None = None

    @property
    def difference(self) -> int:
        """Stated total minus the sum of the countries: signatures without a country, when positive."""
        return self.total - sum(country.count for country in self.countries)
