"""Every table says what its cells belong to: read from the structure tree of the finished file (PDF/UA-1 7.5)."""

from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from outreach.dossiers.columns import BLOCK, halves
from tests.dossiers.samples import CASES, KINDS, LATER, sample


@pytest.mark.parametrize("kind", [*KINDS, *LATER])
@pytest.mark.parametrize("language", CASES)
def test_a_cell_heads_a_column_or_a_row_or_has_both_heads(language: str, kind: str) -> None:
    with pikepdf.open(sample(language, kind).file) as pdf:
        tables = list(elements(pdf.Root.StructTreeRoot, "/Table"))
        assert len(tables) >= (1 if "letter" in kind else 4)
        for table in tables:
            heads = [list(kids(row)) for part in elements(table, "/THead") for row in elements(part, "/TR")]
            rows = [list(kids(row)) for part in elements(table, "/TBody") for row in elements(part, "/TR")]
            assert len(heads) == (0 if "letter" in kind else 1)
            assert rows
            assert {scope(cell) for row in heads for cell in row} <= {("/TH", "/Column")}
            named = {str(cell.ID) for row in heads + [row[:1] for row in rows] for cell in row}
            for row in rows:
                assert scope(row[0]) == ("/TH", "/Row")
                assert len(row) == len(heads[0]) if heads else len(row) == 2
                for cell in row[1:]:
                    assert str(cell.S) == "/TD"
                    assert len(cell.A.Headers) == len(heads) + 1
                    assert {str(head) for head in cell.A.Headers} <= named


def scope(cell: Any) -> tuple[str, str]:
    """What the cell is, and what it heads."""
    return str(cell.S), str(cell.A.get("/Scope"))


def kids(element: Any) -> Iterator[Any]:
    found = element.get("/K", [])
    for kid in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def elements(root: Any, kind: str) -> Iterator[Any]:
    """The structure elements of a type below another, in reading order."""
    for kid in kids(root):
        if str(kid.S) == kind:
            yield kid
        yield from elements(kid, kind)


@pytest.mark.parametrize("count", [0, 1, 2, 37, BLOCK, BLOCK + 1, 3 * BLOCK - 1])
def test_long_tables_are_laid_side_by_side_in_order(count: int) -> None:
    blocks = halves(range(count))
    assert [row for sides in blocks for side in sides for row in side] == list(range(count))
    assert all(sum(map(len, sides)) <= BLOCK for sides in blocks)
    assert all(len(sides) <= 2 and len(sides[0]) - len(sides[-1]) in (0, 1) for sides in blocks)
