"""A reader who attacks disclosures. Knows nothing of how they were made: only what is printed, and arithmetic.

Unknowns are (time, country, region); region "" are people of a country without a region, country "" those without
a country. Everything printed is a linear equation over them.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product

from outreach.signatures.counts import Counts
from outreach.signatures.disclosure import Disclosure

Unknown = tuple[int, str, str]
Vector = dict[Unknown, Fraction]


def truth(times: Sequence[Counts]) -> dict[Unknown, int]:
    """The true value of every unknown."""
    values: dict[Unknown, int] = {}
    for time, counts in enumerate(times):
        values[time, "", ""] = counts.difference
        for country in counts.countries:
            for region in country.regions:
                values[time, country.code, region.name] = region.count
            values[time, country.code, ""] = country.count - sum(region.count for region in country.regions)
    return values


def sum_over(unknowns: Iterable[Unknown], sign: int = 1) -> Vector:
    return {unknown: Fraction(sign) for unknown in unknowns}


def equations(time: int, printed: Disclosure, unknowns: Iterable[Unknown]) -> Iterator[Vector]:
    """The left sides of what one disclosure states."""
    now = [unknown for unknown in unknowns if unknown[0] == time]
    yield sum_over(now)
    if not printed.countries:
        return
    merged = [unknown for unknown in now if unknown[1] in printed.suppressed]
    if printed.difference is None:
        merged.append((time, "", ""))
    else:
        yield sum_over([(time, "", "")])
    yield sum_over(merged)
    for row in printed.countries:
        if row.count is not None:
            yield sum_over(unknown for unknown in now if unknown[1] == row.code)
            for region in row.regions:
                if region.count is not None:
                    yield sum_over([(time, row.code, region.name)])


class Algebra:
    """The space of everything that follows from the equations, as a reduced basis."""

    def __init__(self, rows: Iterable[Vector]) -> None:
        self.basis: dict[Unknown, Vector] = {}
        for row in rows:
            left = self.reduced(row)
            if left:
                pivot = min(left)
                scale = left[pivot]
                self.basis[pivot] = {key: value / scale for key, value in left.items()}

    def reduced(self, row: Vector) -> Vector:
        left = dict(row)
        while True:
            pivot = min((key for key in left if key in self.basis), default=None)
            if pivot is None:
                return left
            scale = left[pivot]
            for key, value in self.basis[pivot].items():
                rest = left.get(key, Fraction(0)) - scale * value
                if rest:
                    left[key] = rest
                else:
                    left.pop(key, None)

    def tells(self, wanted: Vector) -> bool:
        """Whether the value of a linear combination follows."""
        return not self.reduced(wanted)


def worlds(printed: Sequence[Disclosure], codes: Sequence[str]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All counts of countries (without regions) that fit what was printed, when counts never fall.

    One tuple a time, in the order of `codes`; a country that is named without a count has at least one.
    """
    yield from _grown([list(_fitting(d, codes)) for d in printed])


def _grown(times: list[list[tuple[int, ...]]]) -> Iterator[tuple[tuple[int, ...], ...]]:
    for world in product(*times):
        if all(a <= b for before, after in pairwise(world) for a, b in zip(before, after, strict=True)):
            yield world


def _fitting(printed: Disclosure, codes: Sequence[str]) -> Iterator[tuple[int, ...]]:
    rows = {row.code: row.count for row in printed.countries} | {"": printed.difference}
    open_codes = [code for code in codes if code in rows and rows[code] is None]
    merged = printed.merged if printed.countries else printed.total
    for parts in _compositions(merged or 0, [0 if code == "" else 1 for code in open_codes]):
        found = dict(zip(open_codes, parts, strict=True))
        yield tuple(found[code] if code in found else rows.get(code) or 0 for code in codes)


def _compositions(total: int, least: Sequence[int]) -> Iterator[tuple[int, ...]]:
    if not least:
        if total == 0:
            yield ()
        return
    if len(least) == 1:
        if total >= least[0]:
            yield (total,)
        return
    for first in range(least[0], total - sum(least[1:]) + 1):
        for rest in _compositions(total - first, least[1:]):
            yield (first, *rest)
