"""The revisions, run from empty, give just the tables of the code on both databases.

When this fails after a change of tables: `make migration NAME=what_changes`.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Inspector, inspect

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.accounts.store import get_actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database, migrate
from outreach.delivery.queue import queue_round
from outreach.delivery.store import get_delivery, list_deliveries
from outreach.delivery.tables import Attempt
from outreach.schema import metadata
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import STAFF_SAM

ALEMBIC = "alembic_version"


def shape(inspector: Inspector, table: str) -> Mapping[str, Any]:
    """Everything that the database says of a table, in an order of its own."""
    columns = {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)}
    named: dict[str, list[Any]] = {
        "foreign keys": inspector.get_foreign_keys(table),
        "unique": inspector.get_unique_constraints(table),
        "indexes": inspector.get_indexes(table),
        "checks": inspector.get_check_constraints(table),
    }
    constraints = {kind: sorted(found, key=lambda c: str(c["name"])) for kind, found in named.items()}
    return {"columns": columns, "primary key": inspector.get_pk_constraint(table), **constraints}


def shapes(database: Database) -> dict[str, Mapping[str, Any]]:
    inspector = inspect(database.engine)
    return {table: shape(inspector, table) for table in inspector.get_table_names() if table != ALEMBIC}


def test_revisions_from_empty_give_the_tables_of_the_code(blank_database: Database) -> None:
    migrate.upgrade(blank_database)
    migrated = shapes(blank_database)
    with blank_database.begin() as session:
        metadata.drop_all(session.connection())
        metadata.create_all(session.connection())
    assert migrated == shapes(blank_database)
    assert set(migrated) == set(metadata.tables)


def test_alembic_itself_sees_no_difference(blank_database: Database) -> None:
    migrate.upgrade(blank_database)
    assert migrate.differences(blank_database) == []


def test_a_missing_column_is_a_difference(blank_database: Database) -> None:
    migrate.upgrade(blank_database)
    with blank_database.begin() as session:
        session.connection().exec_driver_sql("ALTER TABLE petition_campaigns DROP COLUMN name")
    assert "name" in str(migrate.differences(blank_database))


def test_upgrading_twice_changes_nothing(blank_database: Database) -> None:
    migrate.upgrade(blank_database)
    first = migrate.revision(blank_database)
    migrate.upgrade(blank_database)
    assert migrate.revision(blank_database) == first is not None


def test_a_migrated_database_keeps_a_ledger(blank_database: Database, staff_sam: Actor, now: datetime) -> None:
    migrate.upgrade(blank_database)
    with blank_database.begin() as session:
        audit.record(session, actor=staff_sam, action="x.done", subject="x:1", now=now)
        assert audit.verify(session).entries == 1


def test_roles_of_before_hold_everywhere(blank_database: Database) -> None:
    with blank_database.begin() as session:
        command.upgrade(migrate.config_for(session.connection()), "0012")
        session.connection().exec_driver_sql(
            "INSERT INTO accounts_users (name, full_name, roles, languages, added_at)"
            " VALUES ('sam', 'Sam', '[\"staff\", \"admin\"]', '[\"en\"]', '2026-11-24 09:00:00')"
        )
    migrate.upgrade(blank_database)
    with blank_database.read() as session:
        assert get_actor(session, "sam") == Actor(
            "sam", frozenset({Role.STAFF, Role.ADMIN}), reads=frozenset({"en"})
        )


def test_attempts_of_before_count_as_claims(blank_database: Database, tmp_path: Path) -> None:
    migrate.upgrade(blank_database)
    with blank_database.begin() as session:
        opened = OpenRound(session, FolderBlobs(tmp_path))
        for name in ("twice", "never"):
            opened.add(f"{name}@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        twice, never = (one.id for one in list_deliveries(session, round_id=opened.round_id))
        for number in (1, 2):
            session.add(
                Attempt(
                    delivery_id=twice,
                    number=number,
                    message_id=f"<{number}@x.example>",
                    worker="w",
                    started_at=NOW,
                )
            )
    with blank_database.begin() as session:
        command.downgrade(migrate.config_for(session.connection()), "0016")
    migrate.upgrade(blank_database)
    with blank_database.read() as session:
        assert [get_delivery(session, number).claims for number in (twice, never)] == [2, 0]
