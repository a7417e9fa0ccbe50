"""Read `counts` files with DuckDB: CSV with the columns country, region and count.

DuckDB can lose rows without an error (a quote that is not closed swallows what follows; rejected rows vanish), so
everything is read as VARCHAR, cast with TRY_CAST, and accepted + rejected rows are compared with the file's lines.
"""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from outreach.errors import BadInput, Problem
from outreach.signatures.assemble import Row, assemble
from outreach.signatures.country_codes import MEANT, english_name
from outreach.signatures.counts import Counts
from outreach.signatures.counts_lines import LARGEST, CountsLines, take_apart

SELECT = """
SELECT upper(trim(country)), trim({region}), trim(count),
       CASE WHEN regexp_full_match(trim(count), '[0-9]+') THEN TRY_CAST(trim(count) AS INTEGER) END
FROM read_csv($path, columns = $columns, delim = $delimiter, header = true, auto_detect = false, quote = '"',
              escape = '"', new_line = '\\n', compression = 'none', store_rejects = true)
"""
REJECTS = "SELECT line, min(error_message) FROM reject_errors GROUP BY line ORDER BY line"
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


Line = tuple[int, str]
"""Number from 1, and text."""


@dataclass(frozen=True, slots=True)
class _Scan:
    """What DuckDB took: rows in file order, and why it rejected lines (by their index among those it got)."""

    rows: list[tuple[Any, ...]]
    rejected: dict[int, str]


def read_counts_csv(text: str, *, file: Path) -> Counts:
    """The counts of a CSV file's `text`; without a `# total:` comment the total is the sum of its countries.

    Raises:
        BadInput: every line that is wrong, at once; nothing is skipped.
    """
    lines = take_apart(text, file=file)
    broken = {number: reason for number, line in lines.data if (reason := _not_a_row(line))}
    whole = [(number, line) for number, line in lines.data if number not in broken]
    scan = _scan(lines, whole, file)
    broken |= {whole[index][0]: f"cannot be read as a row: {reason}." for index, reason in scan.rejected.items()}
    accepted = [number for index, (number, _) in enumerate(whole) if index not in scan.rejected]
    _reconcile(lines, accepted=len(scan.rows), rejected=len(broken), file=file)
    rows: list[Row] = []
    doubtful = {_country_cell(lines, line) for number, line in lines.data if number in broken}
    for number, cells in zip(accepted, scan.rows, strict=True):
        reason = _cell_problem(cells)
        if reason:
            broken[number] = reason
            doubtful.add(cells[0] or "")
        else:
            rows.append(Row(cells[0], english_name(cells[0]) or cells[0], cells[1] or "", cells[3], number))
    countries, found = assemble(rows, file=file, doubtful=doubtful)
    problems = [*(Problem(reason, file, number) for number, reason in broken.items()), *found]
    if problems:
        problems.sort(key=lambda problem: problem.line or 0)
        raise BadInput("; ".join(map(str, problems)), problems=problems)
    total = sum(country.count for country in countries) if lines.total is None else lines.total
    if total > LARGEST:
        raise BadInput(f"the countries add up to {total}, more than {LARGEST}.", file=file)
    return Counts(total, countries, lines.as_of)


def _not_a_row(line: str) -> str | None:
    """A row is one line. An open quote would swallow the next ones, a CR within end it: DuckDB never sees them."""
    if line.count('"') % 2:
        return "a quote is opened and not closed on this line."
    return "there is a control character on this line." if CONTROL.search(line) else None


def _scan(lines: CountsLines, whole: Sequence[Line], file: Path) -> _Scan:
    """Hand header and data lines to DuckDB under a name of our own: it would expand `*` in the user's."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config=SETTINGS) as connection:
        rows_file = Path(folder, "rows.csv")
        content = [lines.delimiter.join(lines.columns), *(line for _, line in whole)]
        rows_file.write_text("\n".join(content) + "\n", encoding="utf-8", newline="")
        region = "region" if "region" in lines.columns else "''"
        parameters = {
            "path": str(rows_file),
            "columns": dict.fromkeys(lines.columns, "VARCHAR"),
            "delimiter": lines.delimiter,
        }
        try:
            rows = connection.execute(SELECT.format(region=region), parameters).fetchall()
            rejects = connection.execute(REJECTS).fetchall()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise BadInput(f"cannot be read as CSV: {reason}", file=file) from error
    return _Scan(rows, {line - 2: message.rstrip(".") for line, message in rejects})


def _reconcile(lines: CountsLines, *, accepted: int, rejected: int, file: Path) -> None:
    """Header, comments, blank, accepted and rejected lines are all the lines; otherwise nothing is believed."""
    read = 1 + lines.comments + lines.blank + accepted + rejected
    if read != lines.lines:
        raise BadInput(f"{lines.lines} lines, but {read} were accounted for; check its quotes.", file=file)


def _country_cell(lines: CountsLines, line: str) -> str:
    cells = line.split(lines.delimiter)
    place = lines.columns.index("country")
    return cells[place].strip().upper() if place < len(cells) else ""


def _cell_problem(cells: tuple[Any, ...]) -> str | None:
    country, _, written, count = cells
    if not country:
        return "the country is missing."
    if english_name(country) is None:
        hint = f"write {MEANT[country]}" if country in MEANT else "write ISO 3166-1 alpha-2, such as GB"
        return f"country code {country!r} is not known: {hint}."
    if not written:
        return "the count is missing."
    if count is None:
        return f"{written!r} is not a count: write a whole number from 0 to {LARGEST}, digits only."
    return None
