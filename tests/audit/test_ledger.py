"""The ledger's chain holds, and any change to it shows."""

from datetime import datetime

import pytest
from sqlalchemy import text

from outreach import audit
from outreach.accounts import Actor
from outreach.db import Database


@pytest.fixture
def three_entries(any_database: Database, staff_sam: Actor, now: datetime) -> Database:
    with any_database.begin() as session:
        for number in (1, 2, 3):
            audit.record(
                session, actor=staff_sam, action="x.done", subject=f"x:{number}", now=now, facts={"n": number}
            )
    return any_database


def test_whole_chain_verifies(three_entries: Database) -> None:
    with three_entries.read() as session:
        chain = audit.verify(session)
    assert (chain.entries, chain.broken) == (3, None)


MOVE = "UPDATE audit_ledger SET number ="


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE audit_ledger SET actor = 'somebody' WHERE number = 2", "entry 2 (x.done) was changed"),
        ("DELETE FROM audit_ledger WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM audit_ledger WHERE number = 3", "the last entries are missing"),
        ("DELETE FROM audit_ledger WHERE number = 1", "entry 1 is missing"),
        ("DELETE FROM audit_ledger", "the last entries are missing"),
        ("DELETE FROM audit_head", "the last entries are missing"),
        ("UPDATE audit_ledger SET facts = '{\"n\": 7}' WHERE number = 2", "entry 2 (x.done) was changed"),
        (
            f"{MOVE} 9 WHERE number = 1; {MOVE} 1 WHERE number = 2; {MOVE} 2 WHERE number = 9",
            "entry 1 (x.done) was changed",
        ),
    ],
)
def test_a_change_shows(three_entries: Database, change: str, finding: str) -> None:
    with three_entries.begin() as session:
        for statement in change.split(";"):
            session.connection().execute(text(statement))
    with three_entries.read() as session:
        assert audit.verify(session).broken == finding
