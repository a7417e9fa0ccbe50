"""Short ways to write counts and the tables that are printed of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from outreach.signatures.counts import CountryCount, Counts, RegionCount
from outreach.signatures.disclosure import Disclosure
from outreach.signatures.suppress import disclose

START = datetime(2026, 1, 1, tzinfo=UTC)


def counted(
    countries: Mapping[str, int],
    *,
    regions: Mapping[str, Mapping[str, int]] | None = None,
    elsewhere: int = 0,
) -> Counts:
    """Counts of countries, of regions by country, and of people without a country."""
    rows = tuple(
        CountryCount(code, code, n, tuple(RegionCount(*r) for r in (regions or {}).get(code, {}).items()))
        for code, n in countries.items()
    )
    return Counts(sum(countries.values()) + elsewhere, rows)


def disclose_all(times: Sequence[Counts], limit: int) -> list[Disclosure]:
    """One disclosure a day, each knowing those before."""
    printed: list[Disclosure] = []
    for number, counts in enumerate(times):
        as_of = START + timedelta(days=number)
        printed.append(disclose(counts, printed, limit, snapshot_id=number, as_of=as_of))
    return printed


def shown(disclosure: Disclosure) -> dict[str, int | None]:
    """The printed count of every country that is named."""
    return {row.code: row.count for row in disclosure.countries}
