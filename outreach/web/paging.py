"""Long lists, a page at a time. The page number and the filters stand in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request

Row = TypeVar("Row")
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """The rows of one page. `number` counts pages from 1, `total` counts the rows of all pages."""

    rows: Sequence[Row]
    number: int
    total: int
    query: tuple[tuple[str, str], ...]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first_row(self) -> int:
        """The number of the first row shown, from 1; 0 when there is none."""
        return min((self.number - 1) * PER_PAGE + 1, self.total)

    @property
    def last_row(self) -> int:
        return min(self.number * PER_PAGE, self.total)

    @property
    def filters(self) -> str:
        """What was asked for but the page, for another address such as the CSV's: `?status=open`, or nothing."""
        return f"?{urlencode(self.query)}" if self.query else ""

    def link(self, number: int) -> str:
        """The address of another page of the same list."""
        return f"?{urlencode([*self.query, ('page', str(number))])}"


def page_number(request: Request) -> int:
    """Which page the address asks for, from 1; nonsense is the first one."""
    asked = request.query_params.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def offset_of(request: Request) -> int:
    """How many rows stand before the page: for a query with LIMIT and OFFSET."""
    return (page_number(request) - 1) * PER_PAGE


def listing(request: Request, rows: Sequence[Row]) -> Listing[Row]:
    """The page asked for out of all `rows`; past the end, the last one."""
    number = min(page_number(request), max(1, -(-len(rows) // PER_PAGE)))
    start = (number - 1) * PER_PAGE
    return Listing(rows[start : start + PER_PAGE], number, len(rows), _filters(request))


def listing_of(request: Request, rows: Sequence[Row], *, total: int) -> Listing[Row]:
    """The page asked for, whose `rows` the database already cut out of `total`."""
    return Listing(rows, page_number(request), total, _filters(request))


def _filters(request: Request) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in request.query_params.multi_items() if key != "page" and value)
