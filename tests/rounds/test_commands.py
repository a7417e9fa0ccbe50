"""`outreach rounds`, as people run it."""

from datetime import timedelta
from pathlib import Path

import pytest

from outreach.clock import utc_now
from tests.command_line import CommandLine, command_line
from tests.world import Ground


@pytest.fixture
def run(
    laid: tuple[Path, Ground],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    return command_line(laid[0], tmp_path, monkeypatch, capsys)


def test_plan_says_how_every_office_is_written_to(run: CommandLine) -> None:
    planned = run("rounds", "plan", "--name", "Spring", "-g", "gb", "-g", "IL", "--choose-holder-forms", "--json")
    assert planned.status == 0, planned.err
    assert planned.json["round"]["status"] == "planned"
    assert {a["government"] for a in planned.json["addressees"]} == {"GB", "IL"}
    assert run("rounds", "show", "1", "--json").json == planned.json
    shown = run("rounds", "show", "1").out
    assert "Round 1 (Spring) is planned." in shown
    assert planned.json["addressees"][0]["reference"] in shown


def test_a_round_may_leave_more_slowly(run: CommandLine) -> None:
    planned = run("rounds", "plan", "--name", "Spring", "-g", "GB", "--per-minute", "6", "--json")
    assert planned.json["round"]["per_minute"] == 6
    assert "Round 1 (Spring) is planned, at most 6 mails a minute." in run("rounds", "show", "1").out
    refused = run("rounds", "plan", "--name", "Autumn", "-g", "GB", "--per-minute", "0")
    assert refused.status == 1
    assert "1 to 10000 mails a minute, not 0" in refused.err


def test_without_governments_it_is_all_of_them(run: CommandLine) -> None:
    planned = run("rounds", "plan", "--name", "Spring", "--json").json
    assert {a["government"] for a in planned["addressees"]} == {"CA", "GB", "IL"}


def test_a_round_from_plan_to_close(run: CommandLine) -> None:
    assert run("rounds", "plan", "--name", "Spring", "-g", "GB").status == 0
    day = (utc_now() + timedelta(days=1)).date().isoformat()
    assert (
        run("rounds", "schedule", "1", "--on", day).out == f"Round 1 (Spring) is scheduled, dispatch on {day}.\n"
    )
    # One office of these needs a form of address that nobody has chosen.
    assert run("rounds", "refresh", "1", "--choose-holder-forms", "--json").json == {"round": 1, "changed": 1}
    assert run("rounds", "pause", "1", "--json").json["status"] == "paused"
    assert run("rounds", "resume", "1", "--json").json["status"] == "scheduled"
    assert [r["name"] for r in run("rounds", "list", "--json").json] == ["Spring"]
    assert run("rounds", "cancel", "1", "--json").json["status"] == "cancelled"
    over = run("rounds", "close", "1")
    assert (over.status, over.out) == (1, "")
    assert over.err == "error: Round 1 is cancelled and cannot become closed; possible: nothing: it is final.\n"


def test_lists(run: CommandLine) -> None:
    assert "No rounds yet" in run("rounds", "list").out
    run("rounds", "plan", "--name", "Spring", "-g", "GB")
    assert "Spring" in run("rounds", "list").out


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("plan", "--name", "x", "-g", "XX"), 1, "Government 'XX' is not known"),
        (("plan", "--name", "x", "--version", "9"), 1, "no petition version 9"),
        (("plan", "--name", "x", "--live"), 1, "holds SAMPLE counts"),
        (("plan",), 2, "Missing option '--name'"),
        (("show", "7"), 1, "There is no round 7"),
        (("schedule", "7", "--on", "tomorrow"), 2, "Invalid value for '--on'"),
        (("schedule", "7", "--on", "2020-01-01"), 1, "2020-01-01 is past"),
    ],
)
def test_wrong_usage(run: CommandLine, words: tuple[str, ...], status: int, told: str) -> None:
    ended = run("rounds", *words)
    assert ended.status == status
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_an_organiser_does_not_plan(run: CommandLine) -> None:
    run.be("olga")
    assert "needs the role staff" in run("rounds", "plan", "--name", "x").err
