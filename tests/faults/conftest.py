"""`make faults` writes what was tried and what came of it to the file that OUTREACH_TEST_FAULTS_REPORT names."""

import ast
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.form import KILLS

HERE = Path(__file__).parent
OUTCOMES = ("passed", "failed", "error", "skipped")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    wanted = os.environ.get("OUTREACH_TEST_FAULTS_REPORT")
    if wanted and not hasattr(terminalreporter.config, "workerinput"):  # a worker knows its own tests only
        found = [(outcome, one) for outcome in OUTCOMES for one in terminalreporter.stats.get(outcome, [])]
        reports = [(outcome, one) for outcome, one in found if isinstance(one, pytest.TestReport)]
        Path(wanted).write_text("\n".join(_lines(reports)) + "\n", encoding="utf-8")


def _lines(reports: Sequence[tuple[str, pytest.TestReport]]) -> Iterator[str]:
    counts = {outcome: sum(one == outcome for one, _ in reports) for outcome in OUTCOMES}
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    yield "# Faults: what was tried, and what came of it"
    yield ""
    yield f"Written by `make faults` on {datetime.now(UTC):%Y-%m-%d}: {told}. Each case is a test in"
    yield "`tests/faults/`; `make test` runs the same ones with fewer kills and shorter locks."
    yield ""
    yield from _numbers(reports)
    for path in sorted({report.nodeid.partition("::")[0] for _, report in reports}):
        yield from _file(path, reports)


def _numbers(reports: Sequence[tuple[str, pytest.TestReport]]) -> Iterator[str]:
    """What the random kills recorded: a row for each thing counted, a column for each database."""
    rows: dict[str, dict[str, object]] = defaultdict(dict)
    for _, report in reports:
        for name, value in report.user_properties:
            row, _, column = name.partition("|")
            rows[row][column] = value
    columns = sorted({column for row in rows.values() for column in row}, reverse=True)
    yield f"## Sending processes killed with SIGKILL, {KILLS} times on each database"
    yield ""
    yield "What could not be known is `uncertain`: a person looks and decides (`outreach delivery settle`)."
    yield ""
    yield "| | " + " | ".join(columns) + " |"
    yield "|---|" + "---:|" * len(columns)
    for name, counts in rows.items():
        yield f"| {name} | " + " | ".join(str(counts.get(column, "")) for column in columns) + " |"
    yield ""


def _file(path: str, reports: Sequence[tuple[str, pytest.TestReport]]) -> Iterator[str]:
    """One heading a file, from its first line; one line a test, from its name."""
    told = ast.get_docstring(ast.parse((HERE / Path(path).name).read_text(encoding="utf-8"))) or ""
    yield f"## {' '.join(told.split(chr(10) * 2)[0].split()).rstrip('.')}"
    yield ""
    cases: dict[str, list[str]] = defaultdict(list)
    for outcome, report in reports:
        if report.nodeid.startswith(path):
            cases[report.nodeid.rpartition("::")[2].partition("[")[0]].append(outcome)
    for test, outcomes in cases.items():
        words = test.removeprefix("test_").replace("_", " ")
        wrong = [outcome for outcome in outcomes if outcome != "passed"]
        many = f" ({len(outcomes)} cases)" if len(outcomes) > 1 else ""
        yield f"- {words}{many}" + (f": **{', '.join(wrong)}**" if wrong else "")
    yield ""
