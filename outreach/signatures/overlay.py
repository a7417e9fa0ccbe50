"""Two covers of the same people at two times, one laid over the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from outreach.signatures.cover import Cell, Cover


@dataclass(frozen=True, slots=True)
class Overlay:
    """Which blocks of the old cover share cells with which of the new one."""

    old: Cover
    new: Cover
    news_of: dict[Cell, set[Cell]]
    olds_of: dict[Cell, set[Cell]]

    @classmethod
    def of(cls, old: Cover, new: Cover, cells: Iterable[Cell]) -> "Overlay":
        """`cells` are those that were counted; the covers add the ones they name."""
        news_of: dict[Cell, set[Cell]] = {}
        olds_of: dict[Cell, set[Cell]] = {}
        for cell in {*cells, *old.cells(), *new.cells()}:
            before, after = old.locate(cell), new.locate(cell)
            news_of.setdefault(before, set()).add(after)
            olds_of.setdefault(after, set()).add(before)
        return cls(old, new, news_of, olds_of)

    def olds_inside(self, news: set[Cell]) -> set[Cell]:
        """Old blocks that lie wholly within these new ones."""
        touched = {old for new in news for old in self.olds_of[new]}
        return {old for old in touched if self.news_of[old] <= news}

    def components(self) -> Iterator[tuple[set[Cell], set[Cell]]]:
        """The smallest sets of old and of new blocks that count the same cells: their growth can be computed."""
        left = set(self.olds_of)
        while left:
            news, olds = {left.pop()}, set[Cell]()
            fresh = set(news)
            while fresh:
                added = {old for new in fresh for old in self.olds_of[new]} - olds
                olds |= added
                fresh = {new for old in added for new in self.news_of[old]} - news
                news |= fresh
            left -= news
            yield olds, news
