"""`outreach petition`, as people run it: what it prints and how it ends."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from outreach.accounts import Actor, Role
from outreach.accounts.add import add_user
from outreach.cli.main import main
from outreach.clock import utc_now
from outreach.db import open_database
from outreach.db.migrate import upgrade


class Ended(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]
Edit = Callable[[str, str, str], None]


@pytest.fixture
def run(
    tmp_path: Path,
    files: Path,
    admin_ada: Actor,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `outreach petition …` as olga, an organiser, on a new installation with a copy of the files."""
    home = tmp_path / "home"
    home.mkdir()
    database = open_database(f"sqlite:///{home / 'outreach.sqlite'}")
    upgrade(database)
    with database.begin() as session:
        add_user(session, actor=admin_ada, now=utc_now(), name="olga", full_name="Olga", roles=[Role.ORGANISER])
    database.engine.dispose()
    for name, value in (("HOME", home), ("CAMPAIGN_DIR", files), ("USER", "olga")):
        monkeypatch.setenv(f"OUTREACH_{name}", str(value))
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> Ended:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["outreach", "petition", *words])
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return command


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
