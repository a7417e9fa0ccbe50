"""`outreach responses`."""

import pytest

from tests.cli.answering import HALT, recorded
from tests.cli.conftest import Run


def test_record_correct_list_show(run: Run, delivery: int) -> None:
    first = recorded(run, delivery, "--commitment", "2027-03-01: review it", "--commitment", "write again")
    shown = run("responses", "show", first, "--json").json[0]["answer"]
    assert shown["commitments"] == [
        {"what": "review it", "due_on": "2027-03-01"},
        {"what": "write again", "due_on": None},
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
