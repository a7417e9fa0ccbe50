"""`outreach petition`, as people run it: what it prints and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.accounts import Role
from tests.command_line import CommandLine, Run, new_installation

Edit = Callable[[str, str, str], None]


@pytest.fixture
def run(tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `outreach petition …` as olga, an organiser, on a new installation with a copy of the files."""
    new_installation(tmp_path, monkeypatch, user="olga", role=Role.ORGANISER)
    monkeypatch.setenv("OUTREACH_CAMPAIGN_DIR", str(files))
    return CommandLine(monkeypatch, capsys, "petition")


def test_check(run: Run, files: Path, edit: Edit) -> None:
    assert run("check").out.endswith("No problems: the files can be frozen.\n")
    edit("ja", '  date: "日付"\n', "")
    edit("he", "  subject:", "  topic:")
    ended = run("check", "--json")
    assert (ended.status, ended.json["ok"]) == (1, False)
    assert [(Path(p["file"]).name, p["message"]) for p in ended.json["problems"]] == [
        ("he.yaml", "`letter.subject` is missing."),
        ("he.yaml", "`letter.topic` is not in the reference text: remove it or correct its name."),
        ("ja.yaml", "`letter.date` is missing."),
    ]
    human = run("check")
    assert human.status == 1
    assert human.out.endswith("Problems: 3.\n")
    assert human.err.endswith("`letter.date` is missing.\n")
    elsewhere = run("check", "--dir", str(files / "texts"))
    assert elsewhere.status == 1
    assert "campaign.yaml: This file is missing." in elsewhere.err


def test_freeze_list_show_withdraw(run: Run, edit: Edit) -> None:
    assert run("list").out == "No version yet: `outreach petition freeze`.\n"
    frozen = run("freeze", "--json").json
    assert (frozen["id"], frozen["number"], frozen["campaign"]) == (1, 1, "g7plus7")
    assert frozen["languages"]["hi"] == "draft"
    assert run("freeze", "--json").json == frozen
    assert "G7+7国際署名" in json.dumps(run("show", "1", "--json").json, ensure_ascii=False)
    assert "d1-protect-citizens: 国民への周知と保護" in run("show", "1", "--language", "ja").out
    withdrawn = run("withdraw", "1", "--reason", "wrong date", "--json").json
    assert withdrawn["withdrawn_reason"] == "wrong date"
    assert (withdrawn["sent"], withdrawn["unsent"]) == ([], 0)
    assert [version["id"] for version in run("list", "--json").json] == [1]
    assert "withdrawn" in run("list").out


def test_what_goes_wrong_is_one_sentence(run: Run, edit: Edit) -> None:
    edit("campaign", "slug: g7plus7", "slug: [")
    ended = run("freeze")
    assert ended.status == 1
    assert ended.err.startswith("error: ")
    assert "campaign.yaml:" in ended.err
    assert "Traceback" not in ended.err
    assert run("withdraw", "9", "--reason", "x").err.startswith("error: There is no petition version 9")
    assert run("show", "9").status == 1
    assert run("show", "one").status == 2
    assert run("withdraw", "1").status == 2
