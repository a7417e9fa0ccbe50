"""`outreach accountability`."""

from tests.cli.answering import HALT, recorded
from tests.cli.conftest import Run


def test_the_board_shows_what_may_be_shown(run: Run, delivery: int) -> None:
    response = recorded(run, delivery)
    assert "1 no public answer" in run("accountability", "scoreboard", 1).out
    assert "1 partly" in run("accountability", "scoreboard", 1, "--internal").out
    assert run("responses", "correct", response, "--disclosure", "summary", by="chi").status == 0
    board = run("accountability", "scoreboard", 1, "--json").json
    cell = next(c for row in board["rows"] if row["code"] == "GB" for c in row["cells"] if c["demand"] == HALT)
    assert cell == {"demand": HALT, "positions": {"partly": 1}, "no_answer": 0}


def test_progress_counts_offices(run: Run, delivery: int) -> None:
    recorded(run, delivery)
    shown = run("accountability", "progress", 1)
    assert "1 answered" in shown.out
    rows = {row["code"]: row for row in run("accountability", "progress", 1, "--json").json}
    assert rows["GB"]["answered"] == 1
    assert rows["GB"]["rungs"] == {"answered": 1}
