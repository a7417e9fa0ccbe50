"""`outreach recipients import`, `imports` and `undo-import`, as people run them."""

import shutil
from pathlib import Path

import pytest

from outreach.accounts import Role
from tests.command_line import CommandLine, Run, in_home, new_installation
from tests.recipients.legislators import OWN_FILES, sync_governments

MEMBERS = str(OWN_FILES / "members.csv")
HOUSE = ("--format", "csv", "-g", "au", "--chamber", "lower")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `outreach recipients …` as sam of the staff, on a new installation that knows Australia."""
    home = new_installation(tmp_path, monkeypatch, user="sam", role=Role.STAFF)
    with in_home(home) as database, database.begin() as session:
        folder = sync_governments(session, tmp_path, "AU")
    monkeypatch.setenv("OUTREACH_RECIPIENTS_DIR", str(folder))
    return CommandLine(monkeypatch, capsys, "recipients")


def test_a_dry_run_shows_each_row_with_line_and_reason(run: Run) -> None:
    ended = run("import", MEMBERS, *HOUSE, "--dry-run")
    assert ended.status == 0
    assert "added: au-house-denison: Eve Elm; email, post (line 4, row 1)" in ended.out
    assert "refused: line 8, row 4: there is no day '31.2.2025' (since)." in ended.out
    assert "refused: line 7, row 3: the term ended on 2025-05-02." in ended.out
    assert "10 rows, 2 added, 0 changed, 0 restored, 0 retired, 0 kept back" in ended.out
    assert "A dry run: nothing was kept." in ended.out
    assert run("imports").out == "Nothing was imported yet.\n"


def test_an_import_its_list_and_its_undoing(run: Run) -> None:
    report = run("import", MEMBERS, *HOUSE, "--json").json
    assert (report["import_id"], report["source"], len(report["added"])) == (1, "csv/AU/lower", 2)
    assert report["refused"][0]["reason"]
    (kept,) = run("imports", "--json").json
    assert (kept["file_name"], kept["counts"]["added"], kept["imported_by"]) == ("members.csv", 2, "sam")
    assert "csv/AU/lower" in run("imports").out
    shown = run("show", "au-house-denison")
    assert "House of Representatives: Denison, Tasmania" in shown.out
    assert "holder: Eve Elm, form f, from 2025-05-03 to now" in shown.out
    assert run("undo-import", "csv/AU/lower").out == "2 seats of csv/AU/lower are retired.\n"
    assert run("undo-import", "nope").status == 1


def test_a_conflict_ends_with_one(run: Run, tmp_path: Path) -> None:
    run("import", MEMBERS, *HOUSE)
    number = str(run("show", "au-house-watson", "--json").json["contacts"][0]["id"])
    run("edit", number, "--value", "https://found.example/")
    changed = tmp_path / "members.csv"
    shutil.copy(MEMBERS, changed)
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("https://fir.example/write", "https://new.example/")
    )
    ended = run("import", str(changed), *HOUSE)
    assert ended.status == 1
    assert "conflicts: au-house-watson: contact" in ended.out
    assert "sam stands for 'https://found.example/', the file says 'https://new.example/'" in ended.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.csv", *HOUSE), "nowhere.csv: cannot be read: No such file"),
        ((MEMBERS, "--format", "csv"), "Say whose parliament it is: --government AU."),
        ((MEMBERS, "--format", "csv", "-g", "zz"), "No government has the code 'ZZ'"),
        ((MEMBERS, *HOUSE, "--column", "nonsense"), "--column 'nonsense' must be HEADER=COLUMN"),
        ((MEMBERS, "--format", "popolo", "-g", "au"), "members.csv:1: is not valid JSON"),
        ((MEMBERS, "--format", "congress-legislators"), "No government has the code 'US'"),
        ((MEMBERS, "--format", "csv", "-g", "au"), "nothing says which chamber it belongs to: give --chamber."),
    ],
)
def test_what_is_wrong_is_one_sentence(run: Run, words: tuple[str, ...], told: str) -> None:
    ended = run("import", *words)
    assert ended.status == 1
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_check_reads_the_parliaments_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "recipients" / "parliaments" / "au.yaml"
    good = path.read_text(encoding="utf-8")
    assert run("check").status == 0
    for old, new, problem in (
        ("role: member_lower", "role: king", "`role` 'king' is unknown"),
        ("text: 'Dear {name}'", "text: 'Dear Mr/Ms {name}'", "is a slash form"),
        ("also: [Qld, Qld.]", "also: [Victoria]", "'Victoria' is written so for AU-QLD as well."),
        ("code: AU-TAS", "code: TAS", "begins with `AU-`"),
        ("seat: '{district}'", "seats: '{district}'", "unknown key `seats`: is it `seat`?"),
    ):
        assert old in good
        path.write_text(good.replace(old, new, 1), encoding="utf-8")
        ended = run("check")
        assert ended.status == 1
        assert problem in ended.err
