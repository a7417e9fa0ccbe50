"""Put the rows of an export together: one total a country, its regions under it, or every problem found."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach.errors import Problem
from outreach.signatures.counts import CountryCount, RegionCount


@dataclass(frozen=True, slots=True)
class Row:
    """One count as it was read. A row without a region is the total of its country."""

    country: str
    name: str
    region: str
    count: int
    line: int | None


def assemble(
    rows: Sequence[Row], *, file: Path, doubtful: Collection[str] = ()
) -> tuple[tuple[CountryCount, ...], list[Problem]]:
    """Countries in the order of the file, and what is wrong between its rows.

    `doubtful` countries had rows that could not be read: nothing is said about what they lack.
    Regions may add up to less than their country (not everybody says where they live), never to more.
    """
    problems = list(_repeated(rows, file))
    totals = {row.country: row for row in reversed(rows) if not row.region}
    regions: dict[str, list[Row]] = {}
    for row in rows:
        if row.region:
            regions.setdefault(row.country, []).append(row)
    problems += _regions_against_totals(
        totals, {code: rows for code, rows in regions.items() if code not in doubtful}, file
    )
    order = dict.fromkeys(row.country for row in rows if not row.region)
    countries = tuple(
        CountryCount(
            code,
            totals[code].name,
            totals[code].count,
            tuple(RegionCount(row.region, row.count) for row in regions.get(code, ())),
        )
        for code in order
    )
    return countries, problems


def _repeated(rows: Sequence[Row], file: Path) -> Iterator[Problem]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        before = first.setdefault((row.country, row.region.casefold()), row)
        if before is not row:
            what = f"{row.country}, {row.region}" if row.region else row.country
            where = f" (first on line {before.line})" if before.line else ""
            yield Problem(f"{what} is there twice{where}; keep one row.", file, row.line)


def _regions_against_totals(
    totals: dict[str, Row], regions: dict[str, list[Row]], file: Path
) -> Iterator[Problem]:
    for code, rows in regions.items():
        together = sum(row.count for row in rows)
        if code not in totals:
            yield Problem(
                f"{code} has regions but no row with its total; add one without a region.", file, rows[0].line
            )
        elif together > totals[code].count:
            yield Problem(
                f"the regions of {code} add up to {together}, more than its total of {totals[code].count}.",
                file,
                totals[code].line,
            )
