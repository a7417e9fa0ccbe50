"""Reads a CSV file of members: a header by name, one member a row, comment lines (`#`) and blank lines."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from outreach.errors import BadInput
from outreach.recipients.csv_columns import columns_of
from outreach.recipients.member import (
    Member,
    Reading,
    Refusal,
    RowFault,
    Why,
    contacts_of,
    day_of,
    form_of,
    name_of,
    reading_of,
)
from outreach.recipients.status import Chamber, Channel

DELIMITERS = (",", ";", "\t")
MANY_LINES = frozenset({"post"})
"""Columns whose cells may have line breaks."""
POST_BREAK = "|"
"""Stands between the lines of a postal address that is written on one line."""

Row = tuple[int, int, list[str]]
"""First and last line, from 1, and cells."""


def read_members_csv(text: str, *, file: Path, columns: Mapping[str, str], chamber: Chamber | None) -> Reading:
    """The rows of a CSV file's text; `columns` says what unknown headers hold, `chamber` what no column says.

    Raises:
        BadInput: a quote is not closed (with its line), or the header lacks a column or has unknown ones.
    """
    rows = _rows(text, file)
    first = next(rows, None)
    if first is None:
        raise BadInput("has no header: its first line names the columns, such as name,region,since.", file=file)
    header = columns_of(first[2], said=columns, file=file, line=first[0])
    return reading_of(_row(row, header, chamber) for row in rows)


def _rows(text: str, file: Path) -> Iterator[Row]:
    """Rows that are neither blank nor comments."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadInput(
                f"cannot be read from here on ({error}): is a quote not closed?", file=file, line=before + 1
            ) from error
        if cells is None:
            return
        start, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield start, before, cells


def _delimiter(text: str) -> str:
    """What stands most often in the first line that is neither blank nor a comment."""
    lines = StringIO(text)
    header = next((line for line in lines if line.strip() and not line.lstrip('" \t').startswith("#")), "")
    return max(DELIMITERS, key=header.count)


def _row(row: Row, header: Sequence[str], chamber: Chamber | None) -> Member | Refusal:
    start, _, cells = row
    called = f"row {_named(header, cells).get('record') or start}"
    try:
        _refuse_shape(row, header)
        return _member(_named(header, cells), line=start, called=called, chamber=chamber)
    except RowFault as fault:
        return Refusal(start, called, Why.FAULT, str(fault))


def _refuse_shape(row: Row, header: Sequence[str]) -> None:
    start, end, cells = row
    if len(cells) != len(header):
        raise RowFault(f"it has {len(cells)} cells, the header has {len(header)}.")
    for column, cell in zip(header, cells, strict=True):
        if "\n" in cell.strip() and column not in MANY_LINES:
            raise RowFault(f"a cell runs over lines {start} to {end}: is a quote not closed?")


def _named(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Cells by column; a row that is too short has empty ones."""
    return {column: cell.strip() for column, cell in zip(header, cells, strict=False) if column}


def _member(cells: Mapping[str, str], *, line: int, called: str, chamber: Chamber | None) -> Member:
    contacts, doubts = contacts_of(
        [
            (Channel.EMAIL, cells.get("email", "")),
            (Channel.WEB_FORM, cells.get("web_form", "")),
            (Channel.POST, cells.get("post", "").replace(POST_BREAK, "\n")),
        ]
    )
    since, until = day_of(cells.get("since", ""), "since"), day_of(cells.get("until", ""), "until")
    if since and until and until < since:
        raise RowFault(f"it ends on {until} before it begins on {since}.")
    return Member(
        line=line,
        record=called,
        name=name_of(cells["name"]),
        form=form_of(cells.get("form", "")),
        chamber=_chamber(cells.get("chamber", ""), chamber),
        region=cells.get("region", ""),
        district=cells.get("district", ""),
        seat=cells.get("seat", ""),
        since=since,
        until=until,
        contacts=contacts,
        website=cells.get("website", ""),
        doubts=doubts,
    )


def _chamber(written: str, otherwise: Chamber | None) -> Chamber | None:
    if not written:
        return otherwise
    try:
        return Chamber(written.casefold())
    except ValueError:
        raise RowFault(f"the chamber {written!r} is none of {', '.join(Chamber)}.") from None
