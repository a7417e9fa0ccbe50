"""Run `outreach …` in this process, on an installation whose SQLite file a test brings."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.cli.main import main
from outreach.clock import utc_now
from outreach.db import Database, open_database
from outreach.db.migrate import upgrade
from tests.people import ADMIN_ADA

DATABASE = "outreach.sqlite"
PEOPLE = {"sam": Role.STAFF, "pia": Role.STAFF, "olga": Role.ORGANISER}


class Ended(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """`run("rounds", "list")`, as the user set last; `noun` stands before all words, such as `rounds`."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    noun: str = ""

    def be(self, user: str) -> None:
        self.monkeypatch.setenv("OUTREACH_USER", user)

    def __call__(self, *words: object) -> Ended:
        said = [self.noun, *map(str, words)] if self.noun else list(map(str, words))
        self.monkeypatch.setattr(sys, "argv", ["outreach", *said])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self.capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)


def command_line(
    template: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """An installation on a copy of `template`, with sam and pia of the staff and the organiser olga; sam acts."""
    shutil.copyfile(template, home / DATABASE)
    with in_home(home) as database, database.begin() as session:
        for name, role in PEOPLE.items():
            add_user(session, actor=ADMIN_ADA, now=utc_now(), name=name, full_name=name.title(), roles=[role])
    root = Path(__file__).resolve().parents[1]
    monkeypatch.setenv("OUTREACH_HOME", str(home))
    monkeypatch.setenv("OUTREACH_CAMPAIGN_DIR", str(root / "letter_templates"))
    monkeypatch.chdir(home)
    monkeypatch.setenv("COLUMNS", "200")
    line = CommandLine(monkeypatch, capsys)
    line.be("sam")
    return line


def new_installation(folder: Path, monkeypatch: pytest.MonkeyPatch, *, user: str, role: Role) -> Path:
    """The home of an installation with nothing but this user, who acts; commands run in `folder`."""
    home = folder / "home"
    home.mkdir()
    (home / DATABASE).write_bytes(_migrated())
    with in_home(home) as database, database.begin() as session:
        add_user(session, actor=ADMIN_ADA, now=utc_now(), name=user, full_name=user.title(), roles=[role])
    monkeypatch.setenv("OUTREACH_HOME", str(home))
    monkeypatch.setenv("OUTREACH_USER", user)
    monkeypatch.chdir(folder)
    return home


@contextmanager
def in_home(home: Path) -> Iterator[Database]:
    """The installation's database, closed afterwards."""
    database = open_database(f"sqlite:///{home / DATABASE}")
    yield database
    database.engine.dispose()


@cache
def _migrated() -> bytes:
    """An SQLite file after all migrations; they are made once."""
    with TemporaryDirectory() as folder:
        with in_home(Path(folder)) as database:
            upgrade(database)
        return (Path(folder) / DATABASE).read_bytes()
