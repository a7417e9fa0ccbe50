"""`outreach responses`."""

from pathlib import Path

import pytest

from tests.cli.answering import HALT, recorded, yesterday
from tests.cli.conftest import Run


def test_record_correct_list_show(run: Run, delivery: int) -> None:
    first = recorded(run, delivery, "--commitment", "2027-03-01: review it", "--commitment", "write again")
    shown = run("responses", "show", first, "--json").json[0]["answer"]
    assert shown["commitments"] == [
        {"what": "review it", "due_on": "2027-03-01", "verdict": None},
        {"what": "write again", "due_on": None, "verdict": None},
    ]
    second = run("responses", "correct", first, "--position", f"{HALT}=declines", by="chi")
    assert second.out == f"Response {first + 1} takes the place of {first}.\n"
    (standing,) = run("responses", "list", "--round", "1", "--json").json
    assert standing["answer"]["positions"] == {HALT: "declines"}
    assert [row["id"] for row in run("responses", "list", "--all", "--json").json] == [first, first + 1]
    assert f"corrected by {first + 1}" in run("responses", "show", first).out


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ((), 2, "--received-on and --channel are needed"),
        (("--received-on", "soon", "--channel", "post"), 2, "soon"),
        (("--received-on", "2026-11-01", "--channel", "post", "--position", f"{HALT}=maybe"), 2, "write DEMAND="),
        (("--received-on", "2026-11-01", "--channel", "post"), 1, "say what was answered"),
    ],
)
def test_record_says_what_to_do(run: Run, delivery: int, words: tuple[str, ...], status: int, says: str) -> None:
    ended = run("responses", "record", delivery, *words, by="chi")
    assert ended.status == status
    assert says in ended.err


def test_promises_are_judged_by_their_number(run: Run, delivery: int) -> None:
    first = recorded(run, delivery, "--commitment", "2027-03-01: review it", "--commitment", "write again")
    assert "2. write again" in run("responses", "show", first).out
    given = ("--outcome", "kept", "--on", yesterday(), "--source", "its letter")
    judged = run("responses", "judge", first, 2, *given, by="chi")
    assert judged.out == f"Noted: kept. Response {first + 1} takes the place of {first}.\n"
    assert "2. write again: kept" in run("responses", "list").out
    assert "no commitment 3" in run("responses", "judge", first + 1, 3, *given, by="chi").err


def test_a_scan_is_taken_along(run: Run, delivery: int, tmp_path: Path) -> None:
    scan, other = tmp_path / "letter.pdf", tmp_path / "note.txt"
    scan.write_bytes(b"%PDF-1.7")
    other.write_text("words")
    first = recorded(run, delivery, "--file", str(scan))
    refused = run("responses", "correct", first, "--file", str(other), by="chi")
    assert "not a PDF, PNG or JPEG" in refused.err
    assert "cannot be read" in run("responses", "correct", first, "--file", "nowhere.pdf", by="chi").err
    scan.write_bytes(b"%PDF-1.7 page 2")
    run("responses", "correct", first, "--file", str(scan), by="chi")
    (standing,) = run("responses", "list", "--json").json
    assert [file["size"] for file in standing["answer"]["files"]] == [8, 15]


def test_the_next_step_is_planned_listed_and_done(run: Run, delivery: int) -> None:
    assert run("responses", "follow-ups").out == "Nothing is planned.\n"
    planned = run("responses", "follow-up", delivery, "--what", "Call", "--by", "2099-01-15", by="chi")
    assert planned.out == "Planned as follow-up 1, by 2099-01-15.\n"
    assert [one["what"] for one in run("responses", "follow-ups", "--json").json] == ["Call"]
    assert run("responses", "followed-up", 1, "--note", "No reply", by="chi").out == "Follow-up 1 is done.\n"
    assert run("responses", "follow-ups", "--json").json == []
    assert "No reply" in run("responses", "follow-ups", "--all").out
    assert "done already" in run("responses", "followed-up", 1, by="chi").err
