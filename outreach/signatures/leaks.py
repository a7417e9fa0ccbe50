"""What a table would give away about fewer people than the limit, alone or beside an earlier one.

The reader is taken to know every disclosure so far, to subtract, and to expect that counts only grow.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from outreach.signatures.cover import EVERYTHING, MERGED, NOWHERE, Cell, Cover
from outreach.signatures.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Leak:
    """`block` gives too much away. Merging `hide` would help; when it is empty, any neighbour would."""

    block: Cell
    hide: frozenset[Cell] = frozenset()


def leaks_alone(cover: Cover, values: Mapping[Cell, int], limit: int) -> Iterator[Leak]:
    """Blocks that are too small, or whose members follow from their sum.

    `values` holds every cell's true count. The hidden members of a block may have neither one signature each nor
    one fewer than the limit each: the reader knows who is named without a count.
    """
    members = _members(cover, values)
    for block, value in cover.sums.items():
        if 0 < abs(value) < limit or _members_follow(members.get(block, []), value, limit):
            yield Leak(block)


def leaks_between(lay: Overlay, limit: int) -> Iterator[Leak]:
    """Growth below the limit, small newcomers beside known blocks, and small ones that left a merged block."""
    yield from _small_growth(lay, limit)
    yield from _small_newcomers(lay, limit)
    yield from _small_leavers(lay, limit)


def _members(cover: Cover, values: Mapping[Cell, int]) -> dict[Cell, list[int]]:
    """Per block, the counts (not zero) of the countries or regions that are hidden in it."""
    merged: dict[Cell, dict[Cell, int]] = {}
    for cell, count in values.items():
        block = cover.locate(cell)
        if block == MERGED or cell in cover.hidden:
            member = (cell[0], "") if block == MERGED else cell
            inside = merged.setdefault(block, {})
            inside[member] = inside.get(member, 0) + count
    return {block: [count for count in found.values() if count] for block, found in merged.items()}


def _members_follow(members: list[int], value: int, limit: int) -> bool:
    if not members:
        return False
    is_one_each = value <= len(members)
    is_most_each = max(members) < limit and value == len(members) * (limit - 1)
    return is_one_each or is_most_each


def _small_growth(lay: Overlay, limit: int) -> Iterator[Leak]:
    for olds, news in lay.components():
        if 0 < abs(lay.new.sum_of(*news) - lay.old.sum_of(*olds)) < limit:
            yield _of_component(lay.new, news)


def _of_component(new: Cover, news: set[Cell]) -> Leak:
    if news & {MERGED, EVERYTHING}:
        return Leak(MERGED)
    countries = {code for code, _ in news}
    hide = frozenset((code, "") for code in countries)
    if len(countries) > 1:
        return Leak(MERGED, hide)
    (whole,) = hide
    return Leak(whole, hide) if news == new.blocks(whole[0]) else Leak(whole)


def _small_newcomers(lay: Overlay, limit: int) -> Iterator[Leak]:
    """A new block minus the old blocks within it: people of the other members, and growth."""
    for block, olds in lay.olds_of.items():
        known = lay.olds_inside({block})
        if not known or known == olds:
            continue
        left = lay.new.sum_of(block) - lay.old.sum_of(*known)
        newcomers = sum(
            lay.new.locate(cell) == block and lay.old.locate(cell) not in known for cell in lay.new.hidden
        )
        if 0 < abs(left) < limit or 0 < left <= newcomers:
            yield Leak(block)


def _small_leavers(lay: Overlay, limit: int) -> Iterator[Leak]:
    """An old merged block minus what is left of it now: a lower bound of what those had who left it."""
    for block, news in lay.news_of.items():
        if block in (EVERYTHING, NOWHERE) or len(news) < 2:
            continue
        leaving = {new for new in news if lay.olds_of[new] == {block} and new not in (MERGED, block)}
        cells = {(code, "") if block == MERGED else (code, region) for code, region in leaving}
        rest = news - leaving
        if not rest or not cells & lay.old.hidden:
            continue
        known = lay.olds_inside(rest)
        bound = lay.old.sum_of(block, *known) - lay.new.sum_of(*rest)
        if len(cells) < bound < len(cells) * limit:
            yield Leak(block, frozenset(cells))
