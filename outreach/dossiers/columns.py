"""Long tables as two short ones side by side, in blocks that each fit a page."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

BLOCK = 56
"""Rows of a block, on both sides together: a block is never broken by a page."""

T = TypeVar("T")


def halves(rows: Sequence[T]) -> list[list[Sequence[T]]]:
    """The rows in order, as blocks of a left and, where there is more than one row, a right part."""
    blocks = -(-len(rows) // BLOCK)
    parts = _evenly(rows, blocks)
    return [[side for side in _evenly(part, 2) if side] for part in parts]


def _evenly(rows: Sequence[T], parts: int) -> list[Sequence[T]]:
    """The rows in `parts` of like length, the first ones longer by a row where that does not come out."""
    size, longer = divmod(len(rows), parts) if parts else (0, 0)
    ends = [size * n + min(n, longer) for n in range(parts + 1)]
    return [rows[start:end] for start, end in pairwise(ends)]
