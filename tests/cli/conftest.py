"""Commands as people run them: what they print and how they end."""

import shutil
from pathlib import Path

import pytest

from outreach.accounts import Actor, Role
from outreach.accounts.add import add_user
from outreach.clock import utc_now
from outreach.db import Database, open_database
from outreach.delivery.status import DeliveryStatus
from tests.command_line import CommandLine, Ended, Run
from tests.sent import deliver
from tests.world import NOW, Ground, plan_round

USERS = {"sam": Role.STAFF, "olga": Role.ORGANISER, "chi": Role.COORDINATOR}


@pytest.fixture
def installed(tmp_path: Path, laid: tuple[Path, Ground], admin_ada: Actor) -> Database:
    """An installation on SQLite with the ground laid and a user of each role."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(laid[0], home / "outreach.sqlite")
    database = open_database(f"sqlite:///{home / 'outreach.sqlite'}")
    with database.begin() as session:
        for name, role in USERS.items():
            add_user(session, actor=admin_ada, now=utc_now(), name=name, full_name=name, roles=[role])
    return database


@pytest.fixture
def run(
    tmp_path: Path,
    installed: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `outreach …` there as sam, or as somebody else with `by=`."""
    monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    line = CommandLine(monkeypatch, capsys)

    def command(*words: object, by: str = "sam") -> Ended:
        line.be(by)
        return line(*words)

    return command


@pytest.fixture
def delivery(installed: Database, laid: tuple[Path, Ground]) -> int:
    """A letter to the British Prime Minister that was posted."""
    with installed.begin() as session:
        planned = plan_round(session, laid[1], now=NOW)
        return deliver(session, planned.id, {"gb-pm": DeliveryStatus.HANDED_OVER}, NOW)["gb-pm"]
