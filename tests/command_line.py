"""Run `outreach …` in this process, on an installation whose database a test brings."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.cli.main import main
from outreach.clock import utc_now
from outreach.db import Database
from tests.people import ADMIN_ADA

PEOPLE = {"sam": Role.STAFF, "pia": Role.STAFF, "olga": Role.ORGANISER}


class Ended(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """`run("rounds", "list")`, as the user set last."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def be(self, user: str) -> None:
        self.monkeypatch.setenv("OUTREACH_USER", user)

    def __call__(self, *words: str) -> Ended:
        self.monkeypatch.setattr(sys, "argv", ["outreach", *words])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self.capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)


def command_line(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """An installation on `database` with sam and pia of the staff and the organiser olga; sam acts first."""
    with database.begin() as session:
        for name, role in PEOPLE.items():
            add_user(session, actor=ADMIN_ADA, now=utc_now(), name=name, full_name=name.title(), roles=[role])
    root = Path(__file__).resolve().parents[1]
    for setting, value in {
        "HOME": home,
        "DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "CAMPAIGN_DIR": root / "letter_templates",
    }.items():
        monkeypatch.setenv(f"OUTREACH_{setting}", str(value))
    monkeypatch.chdir(home)
    monkeypatch.setenv("COLUMNS", "200")
    line = CommandLine(monkeypatch, capsys)
    line.be("sam")
    return line
