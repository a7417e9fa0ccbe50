"""Decide what of the counts may be printed, so that nobody can be found by subtraction or comparison.

Countries and regions below the limit are hidden, and so is a count that differs from one printed earlier by less
than the limit. Hidden countries are merged into one sum; hidden regions drown in the rest of their country.
While something still leaks, the next count is hidden as well (complementary suppression); in the end only the
total is printed, and when the total itself hardly changed, the earlier table is printed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from outreach.signatures.counts import CountryCount, Counts
from outreach.signatures.cover import NOWHERE, Cell, Cover
from outreach.signatures.disclosure import CountryRow, Disclosure, GrowthPoint, RegionRow
from outreach.signatures.leaks import Leak, leaks_alone, leaks_between
from outreach.signatures.overlay import Overlay

NO_COUNTRY = ""


@dataclass(slots=True)
class _Choice:
    """What is hidden so far: countries (`NO_COUNTRY` too), regions, and the region tables of whole countries."""

    countries: set[str] = field(default_factory=set)
    regions: set[Cell] = field(default_factory=set)
    without_regions: set[str] = field(default_factory=set)


def disclose(
    counts: Counts,
    earlier: Sequence[Disclosure],
    limit: int,
    *,
    snapshot_id: int,
    as_of: datetime,
    sample: bool = False,
) -> Disclosure:
    """The table of `counts` that may be printed after all `earlier` ones of the same campaign.

    `limit` is the smallest number of people that may be printed; 0 or 1 hides nothing.
    """
    held = _held(counts.total, earlier, limit)
    if held is not None:
        return replace(held, snapshot_id=snapshot_id, sample=sample, sha256="").sealed()
    empty = Disclosure(snapshot_id, as_of, counts.total, sample, limit, (), None, (), None, ())
    printed = _Suppression(counts, [(d.as_of, Cover.of(d)) for d in earlier], limit, empty).run()
    points = {point.as_of: point for d in earlier for point in (*d.growth, GrowthPoint(d.as_of, d.total))}
    points[as_of] = GrowthPoint(as_of, counts.total)
    return replace(printed, growth=tuple(points[moment] for moment in sorted(points))).sealed()


def _held(total: int, earlier: Sequence[Disclosure], limit: int) -> Disclosure | None:
    """The newest earlier table whose total differs from this one by a few people."""
    close = [d for d in earlier if 0 < abs(d.total - total) < limit]
    return max(close, key=lambda d: d.as_of, default=None)


@dataclass(frozen=True, slots=True)
class _Suppression:
    """One run over one snapshot."""

    counts: Counts
    earlier: list[tuple[datetime, Cover]]
    limit: int
    empty: Disclosure
    choice: _Choice = field(default_factory=_Choice)

    def run(self) -> Disclosure:
        self._hide_small_and_close()
        while True:
            table = self._table()
            leak = self._leak(table)
            if leak is None:
                return table
            if not self._hide_more(leak):
                return self.empty

    def _hide_small_and_close(self) -> None:
        if self._is_small((NO_COUNTRY, ""), self.counts.difference):
            self.choice.countries.add(NO_COUNTRY)
        for country in self.counts.countries:
            if self._is_small((country.code, ""), country.count):
                self.choice.countries.add(country.code)
            for region in country.regions:
                if self._is_small((country.code, region.name), region.count):
                    self.choice.regions.add((country.code, region.name))

    def _is_small(self, cell: Cell, count: int) -> bool:
        near = (abs(count - known) for known in self._printed_earlier(cell))
        return 0 < abs(count) < self.limit or any(0 < distance < self.limit for distance in near)

    def _printed_earlier(self, cell: Cell) -> list[int]:
        """What earlier tables print for a country, a region, or those without a country."""
        printed = (cover.printed(cell) for _, cover in self.earlier)
        return [count for count in printed if count is not None]

    def _leak(self, table: Disclosure) -> Leak | None:
        cover = Cover.of(table)
        values = self._values()
        alone = next(leaks_alone(cover, values, self.limit), None)
        if alone is not None or self.limit <= 1:
            return alone
        for as_of, before in self.earlier:
            in_order = (before, cover) if as_of <= self.empty.as_of else (cover, before)
            between = next(leaks_between(Overlay.of(*in_order, values), self.limit), None)
            if between is not None:
                return between
        return None

    def _values(self) -> dict[Cell, int]:
        """Every cell that the table could tell apart, with its true count."""
        values: dict[Cell, int] = {NOWHERE: self.counts.difference}
        for country in self.counts.countries:
            regions = {} if country.code in self.choice.without_regions else _regions(country)
            values |= regions
            values[country.code, ""] = country.count - sum(regions.values())
        return values

    def _table(self) -> Disclosure:
        countries = sorted(self.counts.countries, key=lambda country: (-country.count, country.code))
        hidden = sorted(c.code for c in countries if c.code in self.choice.countries)
        shown = [self._row(country) for country in countries if country.code not in hidden]
        unnamed = [CountryRow(c.code, c.name, None) for c in countries if c.code in hidden]
        unnamed.sort(key=lambda row: row.code)
        merged = sum(c.count for c in countries if c.code in hidden)
        without_country: int | None = self.counts.difference
        if NO_COUNTRY in self.choice.countries:
            merged, without_country = merged + self.counts.difference, None
        return replace(
            self.empty,
            countries=(*shown, *unnamed),
            merged=merged if self.choice.countries else None,
            suppressed=tuple(hidden),
            difference=without_country,
        )

    def _row(self, country: CountryCount) -> CountryRow:
        if country.code in self.choice.without_regions:
            return CountryRow(country.code, country.name, country.count)
        hidden = sorted(r.name for r in country.regions if (country.code, r.name) in self.choice.regions)
        shown = sorted((-r.count, r.name) for r in country.regions if r.name not in hidden)
        # The order of the source may be that of the counts: a hidden one would lie between its neighbours.
        regions = (
            *(RegionRow(name, -count) for count, name in shown),
            *(RegionRow(name, None) for name in hidden),
        )
        return CountryRow(country.code, country.name, country.count, regions)

    def _hide_more(self, leak: Leak) -> bool:
        """Hide at least one count more; False when there is none left."""
        hidden = [self._hide(cell) for cell in sorted(leak.hide)]
        if any(hidden):
            return True
        country = next((c for c in self.counts.countries if c.code == leak.block[0]), None)
        if country is None or country.code in self.choice.countries:
            return self._hide_next_country()
        return self._hide_in(country)

    def _hide(self, cell: Cell) -> bool:
        """Hide one count; False when it was hidden, or was not there."""
        code, region = cell
        known = {NOWHERE, *self._values()}
        if cell not in known or code in self.choice.countries or cell in self.choice.regions:
            return False
        (self.choice.regions.add(cell) if region else self.choice.countries.add(code))
        return True

    def _hide_in(self, country: CountryCount) -> bool:
        """Hide a region more, then the table of regions, then the country."""
        shown = {cell: n for cell, n in _regions(country).items() if n and cell not in self.choice.regions}
        if country.code in self.choice.without_regions or not country.regions:
            self.choice.countries.add(country.code)
        elif shown:
            self.choice.regions.add(min(shown, key=lambda cell: self._cost(cell, shown[cell])))
        else:
            self.choice.without_regions.add(country.code)
        return True

    def _hide_next_country(self) -> bool:
        shown = {
            (c.code, ""): c.count for c in self.counts.countries if c.count and c.code not in self.choice.countries
        }
        if shown:
            self.choice.countries.add(min(shown, key=lambda cell: self._cost(cell, shown[cell]))[0])
            return True
        if NO_COUNTRY in self.choice.countries or not self.counts.difference:
            return False
        self.choice.countries.add(NO_COUNTRY)
        return True

    def _cost(self, cell: Cell, count: int) -> tuple[bool, int, Cell]:
        """What is lost by hiding a count. It only helps when the reader does not know nearly all of it already."""
        fresh = count - max(self._printed_earlier(cell), default=0)
        return (fresh < self.limit, count, cell)


def _regions(country: CountryCount) -> dict[Cell, int]:
    return {(country.code, region.name): region.count for region in country.regions}
