"""The database: SQLite (WAL) by default, PostgreSQL by URL. Stages see `Database` and a `Session`."""

from outreach.db.columns import fetch, table_of
from outreach.db.database import Database, open_database
from outreach.db.seed import seed
from outreach.db.types import UtcDateTime, enum_column, json_column

__all__ = [
    "Database",
    "UtcDateTime",
    "enum_column",
    "fetch",
    "json_column",
    "open_database",
    "seed",
    "table_of",
]
