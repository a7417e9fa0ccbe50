"""A list as a file for a spreadsheet: CSV (RFC 4180) in UTF-8."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from fastapi.responses import Response

Row = TypeVar("Row")
AT_ONCE = 1000
"""Rows read at once for a file."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet: it gets an apostrophe in front."""


def csv_export(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download named `name`.csv. Times are ISO 8601 in UTC, None is an empty cell."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # The byte order mark tells spreadsheets that this is UTF-8.
    return Response(
        "\ufeff" + buffer.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def all_rows(read: Callable[[int, int], Sequence[Row]]) -> Iterator[Row]:
    """Every row of a long list, read a piece at a time: `read(limit, offset)` is what a page of it calls too."""
    offset = 0
    while True:
        piece = read(AT_ONCE, offset)
        yield from piece
        if len(piece) < AT_ONCE:
            return
        offset += AT_ONCE


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return "'" + text if not isinstance(value, int) and text.startswith(FORMULA) else text
