"""The engine and the unit of work: a transaction that commits whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlmodel import Session

from outreach.errors import BadInput, Unavailable

SQLITE_LOCK_WAIT_MS = 45_000
"""A backup may hold the lock for half a minute."""
UNDEFINED_TABLE = "42P01"
"""PostgreSQL's code (SQLSTATE) for a table that does not exist."""


NOT_A_DATABASE = ("file is not a database", "database disk image is malformed")
"""What SQLite says of a file that is something else, or damaged."""


@dataclass(frozen=True, slots=True)
class Database:
    """One database. `begin()` writes, `read()` only reads; both give a Session."""

    engine: Engine

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction: commits at the end, rolls back on any error.

        Raises:
            Unavailable: the database is locked, read-only, full or gone.
        """
        with _translated(self.engine), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                # A read that later writes would meet SQLITE_BUSY without any waiting: take the lock first.
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; nothing it changes is kept."""
        with _translated(self.engine), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                # Without a transaction SQLite would keep each statement, and show later commits halfway through.
                session.connection().exec_driver_sql("BEGIN")
            yield session
            # A rollback expires what was read: let it go first, so that rows outlive the session.
            session.expunge_all()
            session.rollback()


def open_database(url: str) -> Database:
    """Open the database at `url` (`sqlite:///path` or `postgresql+psycopg://…`).

    Raises:
        BadInput: the URL cannot be read, or names a database that is not supported.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadInput(f"OUTREACH_DATABASE_URL cannot be read: {error}.") from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return Database(create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True))
    if backend != "sqlite":
        raise BadInput(f"OUTREACH_DATABASE_URL names {backend}; use sqlite or postgresql.")
    engine = create_engine(parsed, connect_args={"timeout": SQLITE_LOCK_WAIT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    return Database(engine)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # isolation_level None: the driver must not open transactions by itself; `begin()` does.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {SQLITE_LOCK_WAIT_MS}",
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    """Turn the driver's errors about the database itself into one sentence."""
    try:
        yield
    except OperationalError as error:
        raise Unavailable(_sentence(engine, error)) from error
    except DBAPIError as error:
        is_gone = error.connection_invalidated or any(text in str(error.orig) for text in NOT_A_DATABASE)
        if is_gone or getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE:
            raise Unavailable(_sentence(engine, error)) from error
        raise


def _sentence(engine: Engine, error: DBAPIError) -> str:
    place = engine.url.render_as_string(hide_password=True)
    reason = " ".join(str(error.orig).split())
    advice = {
        "no such table": "run `outreach db upgrade` first",
        "relation": "run `outreach db upgrade` first",
        "locked": "another process holds it; try again in a moment",
        "readonly": "make the file and its folder writable",
        "read-only": "make the file and its folder writable",
        "unable to open": "create its folder or make it writable",
        "disk is full": "free some disk space; nothing was changed",
        "disk I/O error": "its disk may be full or failing; nothing was changed",
        **dict.fromkeys(NOT_A_DATABASE, "restore it from a backup, or name another with OUTREACH_DATABASE_URL"),
    }
    hint = next((text for key, text in advice.items() if key in reason), "check OUTREACH_DATABASE_URL")
    return f"The database {place} did not answer ({reason}): {hint}."
