"""The ledger's chain holds, and any change to it shows."""

from datetime import datetime

import pytest
from sqlalchemy import text

from outreach import audit
from outreach.accounts import Actor
from outreach.db import Database


@pytest.fixture
def three_entries(database: Database, staff_sam: Actor, now: datetime) -> Database:
    with database.begin() as session:
        for number in (1, 2, 3):
            audit.record(
                session, actor=staff_sam, action="x.done", subject=f"x:{number}", now=now, facts={"n": number}
            )
    return database


def test_whole_chain_verifies(three_entries: Database) -> None:
    with three_entries.read() as session:
        chain = audit.verify(session)
    assert (chain.entries, chain.broken) == (3, None)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE audit_ledger SET actor = 'somebody' WHERE number = 2", "entry 2 (x.done) was changed"),
        ("DELETE FROM audit_ledger WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM audit_ledger WHERE number = 3", "the last entries are missing"),
    ],
)
def test_a_change_shows(three_entries: Database, change: str, finding: str) -> None:
    with three_entries.begin() as session:
        session.connection().execute(text(change))
    with three_entries.read() as session:
        assert audit.verify(session).broken == finding
