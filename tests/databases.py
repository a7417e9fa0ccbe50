"""Databases for tests: each test gets its own, copied from one that was made once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach.db import Database, open_database
from outreach.schema import metadata
from tests.postgres import PostgresServer

KINDS = ("sqlite", "postgresql")


def sqlite_template(folder: Path) -> Path:
    """Make an SQLite file with all tables; close it, so that the file alone is the database."""
    path = folder / "template.sqlite"
    _make_tables(open_database(f"sqlite:///{path}"))
    return path


def postgres_template(server: PostgresServer) -> str:
    """Make a PostgreSQL database with all tables and return its name."""
    name = server.create()
    _make_tables(open_database(server.url(name)))
    return name


@contextmanager
def sqlite_copy(template: Path | None, folder: Path) -> Iterator[Database]:
    """A copy of `template`, or an empty file without any table."""
    path = folder / "test.sqlite"
    if template is not None:
        shutil.copyfile(template, path)
    database = open_database(f"sqlite:///{path}")
    yield database
    database.engine.dispose()


@contextmanager
def postgres_copy(server: PostgresServer, template: str | None) -> Iterator[Database]:
    """A copy of `template`, or a database without any table; removed afterwards."""
    name = server.create(template=template or "template0")
    database = open_database(server.url(name))
    yield database
    database.engine.dispose()
    server.drop(name)


def _make_tables(database: Database) -> None:
    metadata.create_all(database.engine)
    database.engine.dispose()
