"""The lines of a counts file: which is the header, which hold data, and what its comments state."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from outreach.errors import BadInput, Problem

COLUMNS = ("country", "region", "count")
NEEDED = frozenset({"country", "count"})
DELIMITERS = (",", ";", "\t")
LARGEST = 2_147_483_647
"""The largest integer of the database's column (SQL INTEGER, 32 bits)."""
STATED = re.compile(r"#\s*(as[ _-]of|total)\s*[:=]?\s*(.+?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CountsLines:
    """A counts file taken apart. `data` holds (line number from 1, line); `columns` are in file order."""

    columns: tuple[str, ...]
    delimiter: str
    header: int
    data: tuple[tuple[int, str], ...]
    lines: int
    comments: int
    blank: int
    total: int | None
    as_of: datetime | None


def take_apart(text: str, *, file: Path) -> CountsLines:
    """Sort the lines of a counts file.

    Raises:
        BadInput: no header, wrong columns, or a comment whose stated date or total cannot be read.
    """
    numbered = list(enumerate(_lines(text), start=1))
    comments = [(number, line) for number, line in numbered if line.lstrip().startswith("#")]
    content = [(n, line) for n, line in numbered if line.strip() and not line.lstrip().startswith("#")]
    if not content:
        raise BadInput(f"no rows; the first line has to name the columns {', '.join(COLUMNS)}.", file=file)
    delimiter, columns, problems = _header(*content[0], file)
    total, as_of = _stated(comments, file, problems)
    if problems:
        raise BadInput("; ".join(map(str, problems)), problems=problems)
    return CountsLines(
        columns=columns,
        delimiter=delimiter,
        header=content[0][0],
        data=tuple(content[1:]),
        lines=len(numbered),
        comments=len(comments),
        blank=sum(not line.strip() for _, line in numbered),
        total=total,
        as_of=as_of,
    )


def _lines(text: str) -> list[str]:
    # Only LF ends a line (a CR before it is dropped): str.splitlines would also split at U+2028 in a name.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines if lines[-1] else lines[:-1]


def _header(number: int, line: str, file: Path) -> tuple[str, tuple[str, ...], list[Problem]]:
    delimiter = max(DELIMITERS, key=line.count)
    columns = tuple(cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter)))
    missing = sorted(NEEDED - set(columns))
    told = f"the header has to name {', '.join(COLUMNS)} (region may be left out)"
    problems = [Problem(f"{told}; {name} is missing.", file, number) for name in missing]
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            problems.append(Problem(f"{told}; {name or 'an empty name'!r} is not one of them.", file, number))
        elif columns.count(name) > 1:
            problems.append(Problem(f"{told}; {name} is there twice.", file, number))
    return delimiter, columns, problems


def _stated(
    comments: Iterable[tuple[int, str]], file: Path, problems: list[Problem]
) -> tuple[int | None, datetime | None]:
    total: int | None = None
    as_of: datetime | None = None
    for number, line in comments:
        match = STATED.fullmatch(line.strip())
        if match is None:
            continue
        try:
            if match[1].lower() == "total":
                total = read_count(match[2])
            else:
                as_of = read_as_of(match[2])
        except ValueError as error:
            problems.append(Problem(f"{error}.", file, number))
    return total, as_of


def read_count(text: str) -> int:
    """A whole number from 0 to 2,147,483,647; raises ValueError with the reason."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > LARGEST:
        raise ValueError(f"{text!r} is not a count: write a whole number from 0 to {LARGEST}, digits only")
    return int(text)


def read_as_of(text: str) -> datetime:
    """A date (its first moment in UTC) or a time with its zone; raises ValueError with the reason."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date: write 2026-11-20, or 2026-11-20T18:00+00:00") from None
    if moment.tzinfo is None and len(text) > len("2026-11-20"):
        raise ValueError(f"{text!r} has no time zone: write 2026-11-20T18:00+00:00")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
