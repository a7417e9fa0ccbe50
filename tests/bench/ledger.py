"""Ledger entries on SQLite: a batch in one transaction, against a transaction for each."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from outreach import audit
from outreach.db import Database
from tests.bench.measure import Measure, compare
from tests.databases import sqlite_copy, sqlite_template
from tests.people import STAFF_SAM

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENTRIES = 200


def ledger_entries() -> Measure:
    """Entries a second, each durable at the end of its transaction (`synchronous = FULL`)."""
    with tempfile.TemporaryDirectory() as folder:
        template = sqlite_template(Path(folder))
        with sqlite_copy(template, Path(folder)) as database:
            return compare(lambda: _in_one(database), lambda: _each(database), unit="entries/s")


def _in_one(database: Database) -> int:
    with database.begin() as session:
        for number in range(ENTRIES):
            _record(session, number)
    return ENTRIES


def _each(database: Database) -> int:
    for number in range(ENTRIES):
        with database.begin() as session:
            _record(session, number)
    return ENTRIES


def _record(session: Session, number: int) -> None:
    audit.record(session, actor=STAFF_SAM, action="x.done", subject=f"x:{number}", now=NOW)
