"""A disclosure seen as its reader sees it: blocks of cells with one known sum each.

A cell is (country, region); (country, "") are those of a country without a region, ("", "") those without a
country. A block is what one printed or derivable number adds up: a printed region, the rest of a printed country,
all merged countries together, those without a country. The blocks of a cover are disjoint and add up to the total.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from outreach.signatures.disclosure import Disclosure

Cell = tuple[str, str]
NOWHERE: Cell = ("", "")
MERGED: Cell = ("*", "")
EVERYTHING: Cell = ("**", "")


@dataclass(frozen=True, slots=True)
class Cover:
    """`sums` maps a block, named by its cell, to its sum; a block that is not there is empty.

    `hidden` are the countries and regions that are named without a count.
    """

    sums: dict[Cell, int]
    hidden: frozenset[Cell]

    @classmethod
    def of(cls, disclosure: Disclosure) -> Self:
        """Everything that can be read off a disclosure, or computed from it by subtraction."""
        if not disclosure.countries:
            return cls({EVERYTHING: disclosure.total}, frozenset())
        sums: dict[Cell, int] = {}
        hidden: set[Cell] = {(code, "") for code in disclosure.suppressed}
        for row in disclosure.countries:
            if row.count is not None:
                printed = {(row.code, r.name): r.count for r in row.regions if r.count is not None}
                sums |= printed
                sums[row.code, ""] = row.count - sum(printed.values())
                hidden |= {(row.code, r.name) for r in row.regions if r.count is None}
        if disclosure.merged is not None:
            sums[MERGED] = disclosure.merged
        if disclosure.difference is not None:
            sums[NOWHERE] = disclosure.difference
        return cls(sums, frozenset(hidden))

    def locate(self, cell: Cell) -> Cell:
        """The block that counts a cell."""
        if EVERYTHING in self.sums:
            return EVERYTHING
        country, _ = cell
        if (country, "") in self.hidden or (cell == NOWHERE and NOWHERE not in self.sums):
            return MERGED
        return cell if cell in self.sums else (country, "")

    def sum_of(self, *blocks: Cell) -> int:
        """The sum of some blocks."""
        return sum(self.sums.get(block, 0) for block in blocks)

    def printed(self, cell: Cell) -> int | None:
        """The count that stands in print for a region, a country (region ""), or those without a country."""
        if cell == NOWHERE or cell[1]:
            return self.sums.get(cell)
        return self.sum_of(*self.blocks(cell[0])) if cell in self.sums else None

    def blocks(self, country: str) -> set[Cell]:
        """The blocks that only count people of one printed country."""
        return {block for block in self.sums if block[0] == country}

    def cells(self) -> Iterator[Cell]:
        """The cells that this cover names, so that two covers can be laid over each other."""
        yield NOWHERE
        yield from (block for block in self.sums if block not in (MERGED, EVERYTHING))
        yield from self.hidden
