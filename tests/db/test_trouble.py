"""A database in trouble gives one sentence that says what to do, and nothing half done."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from outreach.accounts.tables import User
from outreach.db import Database, open_database
from outreach.db import database as layer
from outreach.errors import BadInput, Unavailable


def add(session: Session, name: str) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    session.add(User(name=name, full_name=name, languages=["en"], added_at=at))
    session.flush()


def add_many(session: Session) -> None:
    for number in range(200):
        add(session, f"{number}-{'x' * 50}")


def names(database: Database) -> list[str]:
    with database.read() as session:
        return [user.name for user in session.exec(select(User))]


@pytest.fixture
def hasty_sqlite(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database with one user, opened anew by somebody who hardly waits for a lock."""
    with database.begin() as session:
        add(session, "sam")
    monkeypatch.setattr(layer, "SQLITE_LOCK_WAIT_MS", 10)
    again = open_database(f"sqlite:///{database.engine.url.database}")
    if not again.is_sqlite or not database.is_sqlite:
        pytest.skip("SQLite's own troubles")
    return again


def test_a_locked_database(hasty_sqlite: Database) -> None:
    holder = sqlite3.connect(str(hasty_sqlite.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable, match="another process holds it; try again"), hasty_sqlite.begin():
            pass
        assert names(hasty_sqlite) == ["sam"], "reading goes on meanwhile"
    finally:
        holder.close()
        hasty_sqlite.engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "sentence"),
    [
        ("query_only = ON", "make the file and its folder writable"),
        ("max_page_count = 1", "free some disk space; nothing was changed"),
    ],
    ids=["read-only", "full disk"],
)
def test_a_database_that_cannot_be_written(hasty_sqlite: Database, pragma: str, sentence: str) -> None:
    with hasty_sqlite.engine.connect() as link:
        link.exec_driver_sql(f"PRAGMA {pragma}")
    with pytest.raises(Unavailable, match=sentence), hasty_sqlite.begin() as session:
        add_many(session)
    assert names(hasty_sqlite) == ["sam"]
    hasty_sqlite.engine.dispose()


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'none' / 'x.sqlite'}")
    with pytest.raises(Unavailable, match="create its folder or make it writable"), database.begin():
        pass


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("nonsense", "OUTREACH_DATABASE_URL cannot be read"), ("mysql://x/y", "use sqlite or postgresql")],
)
def test_a_wrong_url(url: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        open_database(url)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    database = open_database(f"postgresql://nobody:secret@/nothing?host={tmp_path}")
    with pytest.raises(Unavailable, match="check OUTREACH_DATABASE_URL") as caught:
        names(database)
    assert "secret" not in str(caught.value)
    database.engine.dispose()
