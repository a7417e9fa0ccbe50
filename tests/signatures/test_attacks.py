"""Attacks on disclosures by subtraction, by comparison with earlier ones, and by trying all possibilities."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outreach.signatures.counts import CountryCount, Counts, RegionCount
from tests.signatures.making import START, disclose_all
from tests.signatures.reader import Algebra, Unknown, equations, sum_over, truth, worlds

CODES = ("AA", "BB", "CC", "DD", "EE")


def built(cells: dict[tuple[str, str], int]) -> Counts:
    """Counts from what every cell holds; a country has a row as soon as it has signatures."""
    countries = []
    for code in sorted({code for code, _ in cells if code}):
        regions = {name: n for (c, name), n in cells.items() if c == code and name and n}
        count = cells.get((code, ""), 0) + sum(regions.values())
        if count:
            countries.append(CountryCount(code, code, count, tuple(RegionCount(*r) for r in regions.items())))
    return Counts(sum(cells.values()), tuple(countries))


@st.composite
def growing(draw: st.DrawFn, regions: tuple[str, ...], times: int) -> list[Counts]:
    """A campaign at several times: every cell stays, or grows by a few or by many."""
    cells = [("", ""), *((code, region) for code in CODES for region in ("", *regions))]
    step = st.sampled_from([0, 0, 0, 1, 2, 4, 5, 9, 14, 40])
    now = {cell: draw(step) for cell in cells}
    counts = [built(now)]
    for _ in range(times - 1):
        now = {cell: value + draw(step) for cell, value in now.items()}
        counts.append(built(now))
    return counts


def small_sets(values: dict[Unknown, int], limit: int) -> list[tuple[int, list[Unknown]]]:
    """Per time, sets of cells: every cell, and every union of whole countries."""
    found: list[tuple[int, list[Unknown]]] = []
    for time in {unknown[0] for unknown in values}:
        now = [unknown for unknown in values if unknown[0] == time]
        found += [(time, [unknown]) for unknown in now]
        codes = sorted({unknown[1] for unknown in now})
        for size in range(1, len(codes) + 1):
            for chosen in combinations(codes, size):
                found.append((time, [unknown for unknown in now if unknown[1] in chosen]))
    return found


def assert_subtraction_finds_nothing(times: Sequence[Counts], limit: int) -> None:
    printed = disclose_all(times, limit)
    # A held table states an earlier time: its equations are about that one.
    moments = {START + timedelta(days=number): number for number in range(len(times))}
    values = truth(times)
    cells = {unknown[1:] for unknown in values}
    values = {(time, *cell): values.get((time, *cell), 0) for time in range(len(times)) for cell in cells}
    algebra = Algebra(row for d in printed for row in equations(moments[d.as_of], d, values))
    for time, chosen in small_sets(values, limit):
        count = sum(values[unknown] for unknown in chosen)
        is_total = len(chosen) == len(cells)
        if 0 < count < limit and not is_total:
            assert not algebra.tells(sum_over(chosen)), (chosen, count, printed)
        for later in range(time + 1, len(times)):
            moved = [(later, code, region) for _, code, region in chosen]
            growth = sum(values[unknown] for unknown in moved) - count
            if 0 < growth < limit:
                wanted = sum_over(chosen, -1) | sum_over(moved)
                assert not algebra.tells(wanted), (chosen, later, growth, printed)


@given(growing(regions=(), times=3), st.sampled_from([3, 5, 10]))
@settings(max_examples=300, deadline=None)
def test_subtraction_finds_no_country(times: list[Counts], limit: int) -> None:
    assert_subtraction_finds_nothing(times, limit)


@given(growing(regions=("north", "south"), times=3), st.sampled_from([3, 10]))
@settings(max_examples=200, deadline=None)
def test_subtraction_finds_no_region(times: list[Counts], limit: int) -> None:
    assert_subtraction_finds_nothing(times, limit)


@given(growing(regions=(), times=2), st.sampled_from([3, 5]))
@settings(max_examples=300, deadline=None)
def test_trying_every_possibility_pins_no_small_count(times: list[Counts], limit: int) -> None:
    printed = disclose_all(times, limit)
    assume(len({d.as_of for d in printed}) == len(printed))
    codes = ["", *sorted({country.code for counts in times for country in counts.countries})]
    assume(all((d.merged or 0) <= 40 for d in printed if d.countries) and all(d.countries for d in printed))
    true = [tuple([c.difference, *(_count(c, code) for code in codes[1:])]) for c in times]
    seen = [Pinned(counts, limit) for counts in true]
    grown = Pinned(_growth(*true), limit)
    for number, world in enumerate(worlds(printed, codes)):
        assume(number < 40_000)
        for one, counts in zip(seen, world, strict=True):
            one.add(counts)
        grown.add(_growth(*world))
        # Further worlds only add to what is possible: they cannot pin what is free.
        if number % 100 == 0 and not any(one.found() for one in (*seen, grown)):
            break
    assert [one.found() for one in (*seen, grown)] == [[], [], []], (codes, printed)


class Pinned:
    """Which of the true numbers a reader can be sure of, after all that is possible was added."""

    def __init__(self, true: Sequence[int], limit: int) -> None:
        self.true, self.limit = true, limit
        self.possible: list[set[int]] = [set() for _ in true]

    def add(self, numbers: Sequence[int]) -> None:
        for one, number in zip(self.possible, numbers, strict=True):
            one.add(number)

    def found(self) -> list[tuple[int, int]]:
        """Place and number of what is small and pinned, and of what is true and impossible: a reader in error."""
        return [
            (place, number)
            for place, (number, possible) in enumerate(zip(self.true, self.possible, strict=True))
            if number not in possible or (0 < number < self.limit and len(possible) == 1)
        ]


def _growth(before: Sequence[int], after: Sequence[int]) -> list[int]:
    return [later - earlier for earlier, later in zip(before, after, strict=True)]


def _count(counts: Counts, code: str) -> int:
    return next((country.count for country in counts.countries if country.code == code), 0)
