"""`outreach signatures`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

COUNTS = "country,region,count\nGB,,1500\nGB,Kent,300\nFR,,40\nFJ,,3\n"


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "november.csv"
    path.write_text(COUNTS, encoding="utf-8")
    return path


def test_count_shows_what_a_file_says(run: Run, counts: Path) -> None:
    shown = run("signatures", "count", counts)
    assert shown.status == 0
    assert "1,500" in shown.out
    assert "Total 1,543" in shown.out
    printed = run("signatures", "count", counts, "--json").json
    assert (printed["format"], printed["total"], printed["difference"]) == ("counts", 1543, 0)
    assert printed["countries"][0]["regions"] == [{"name": "Kent", "count": 300}]


def test_count_lists_every_bad_line(run: Run, counts: Path) -> None:
    counts.write_text(COUNTS + "UK,,1\nDE,,x\n", encoding="utf-8")
    ended = run("signatures", "count", counts)
    assert (ended.status, ended.out) == (1, "")
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == [f"{counts}:6", f"{counts}:7"]


def test_import_list_show_withdraw(run: Run, counts: Path) -> None:
    kept = run("signatures", "import", counts, "--as-of", "2026-11-20", "--sample", "--json").json
    assert (kept["as_of"], kept["sample"], kept["imported_by"]) == ("2026-11-20T00:00:00+00:00", True, "sam")
    assert "november.csv" in run("signatures", "list").out
    assert [row["id"] for row in run("signatures", "list", "--json").json] == [1, kept["id"]]
    shown = run("signatures", "show", kept["id"])
    assert "SAMPLE counts" in shown.out
    assert "Nothing of it was printed yet." in shown.out
    assert run("signatures", "show", kept["id"], "--json").json["disclosure"] is None
    gone = run("signatures", "withdraw", kept["id"], "--reason", "counted twice", by="olga")
    assert gone.out.startswith("Withdrawn: snapshot")
    assert "counted twice" in run("signatures", "list").out


@pytest.mark.parametrize(
    ("words", "by", "status", "says"),
    [
        ((), "sam", 1, "add --as-of"),
        (("--as-of", "2026-11-20"), "chi", 1, "needs the role staff or organiser"),
        (("--as-of", "2026-11-20", "--campaign", "other"), "sam", 1, "Say which campaign"),
        (("--as-of", "yesterday"), "sam", 2, "is not a date"),
        (("--as-of", "2026-11-20", "--format", "xml"), "sam", 2, "xml"),
    ],
)
def test_import_says_what_to_do(
    run: Run, counts: Path, words: tuple[str, ...], by: str, status: int, says: str
) -> None:
    ended = run("signatures", "import", counts, *words, by=by)
    assert ended.status == status
    assert says in ended.err
    assert len(run("signatures", "list", "--json").json) == 1
