"""`outreach users`: the first admin, and the second factor at a terminal."""

import io

import pyotp
import pytest

from outreach.accounts.store import get_user
from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.db import Database
from tests.command_line import Run

LIVE = {
    "OUTREACH_LIVE": "yes",
    "OUTREACH_SECRET_KEY": "a key of our own",
    "OUTREACH_TOKEN_KEYS": '["another key of our own"]',
}


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LIVE.items():
        monkeypatch.setenv(name, value)


class Telephone(io.StringIO):
    """Scans what is on the terminal when it is asked for a code."""

    def __init__(self, database: Database, name: str) -> None:
        super().__init__()
        self._database, self._name = database, name

    def readline(self, size: int | None = -1, /) -> str:
        with self._database.read() as session:
            secret = session.connection().exec_driver_sql(
                "SELECT totp_pending FROM accounts_users WHERE name = ?", (self._name,)
            )
            return pyotp.TOTP(secret.scalar_one()).at(utc_now()) + "\n"


def test_live_an_organiser_without_one_decides_nothing(run: Run, live: None) -> None:
    refused = run("reviews", "approve", "1", by="olga")
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert "needs a second factor" in refused.err
    assert "`outreach --as olga users second-factor`" in refused.err
    assert "second factor" not in run("reviews", "approve", "1", by="sam").err


def test_in_the_sandbox_nobody_is_asked_for_one(run: Run) -> None:
    assert "second factor" not in run("reviews", "approve", "1", by="olga").err


def test_it_is_set_up_at_a_terminal_and_reset_on_record(
    run: Run, live: None, installed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Telephone(installed, "olga"))
    done = run("users", "second-factor", "--json", by="olga")
    assert done.status == 0, done.err
    assert len(done.json["recovery_codes"]) == 8
    assert "otpauth://" in done.err
    assert "second factor" not in run("reviews", "approve", "1", by="olga").err
    assert [one["has_second_factor"] for one in run("users", "list", "--json").json if one["name"] == "olga"] == [
        True
    ]
    assert run("users", "reset-second-factor", "olga").status == 0
    assert run("users", "reset-second-factor", "olga").status == 1
    with installed.read() as session:
        assert not get_user(session, "olga").has_second_factor
        actions = [entry.action for entry in list_entries(session, subject="user:olga")]
    assert "user.second_factor_off" in actions
