"""What long lists share: pages, and files for spreadsheets."""

from datetime import UTC, datetime

import pytest
from fastapi import Request

from outreach.web.csv_export import AT_ONCE, all_rows, csv_export
from outreach.web.paging import PER_PAGE, listing, listing_of


def asked(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": "/x", "query_string": query.encode(), "headers": []})


def test_a_page_knows_its_rows_and_neighbours() -> None:
    shown = listing(asked("status=open&page=2&empty="), range(120))
    assert list(shown.rows) == list(range(50, 100))
    assert (shown.first_row, shown.last_row, shown.total, shown.last) == (51, 100, 120, 3)
    assert shown.link(3) == "?status=open&page=3"
    assert shown.filters == "?status=open"


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 30, ""])
def test_nonsense_is_the_first_page(page: str) -> None:
    assert listing(asked(f"page={page}"), [1, 2, 3]).number == 1


def test_past_the_end_is_the_last_page() -> None:
    assert list(listing(asked("page=9"), range(PER_PAGE + 1)).rows) == [PER_PAGE]


def test_an_empty_list_has_no_first_row() -> None:
    shown = listing_of(asked(""), [], total=0)
    assert (shown.first_row, shown.last_row, shown.last) == (0, 0, 1)


def test_a_spreadsheet_runs_nothing_and_reads_every_letter() -> None:
    moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    answer = csv_export("list", ("a", "b"), [("=HYPERLINK(1)", moment), ('法輪功, "x"', None), (-3, True)])
    lines = bytes(answer.body).decode("utf-8-sig").split("\r\n")
    assert lines == ["a,b", "'=HYPERLINK(1),2026-11-24T09:00:00+00:00", '"法輪功, ""x""",', "-3,yes", ""]
    assert answer.headers["content-disposition"] == 'attachment; filename="list.csv"'


@pytest.mark.parametrize("total", [0, 1, AT_ONCE, 2 * AT_ONCE + 7])
def test_a_file_reads_every_row_of_a_long_list_once(total: int) -> None:
    rows = range(total)
    assert list(all_rows(lambda limit, offset: rows[offset : offset + limit])) == list(rows)
