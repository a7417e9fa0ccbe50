"""Alembic migrations, run from the package."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import SQLModel

from outreach.db.database import Database

SCRIPTS = Path(__file__).parent.parent / "migrations"


def upgrade(database: Database) -> None:
    """Bring the database to the newest revision; from empty too. The caller has imported `outreach.schema`."""
    with database.begin() as session:
        command.upgrade(config_for(session.connection()), "head")


def revision(database: Database) -> str | None:
    """The revision the database is at, or None when it is empty."""
    with database.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def differences(database: Database) -> list[str]:
    """What differs between the database and the tables of the code; empty when they agree."""
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": False})
        return [str(item) for item in compare_metadata(context, SQLModel.metadata)]


def config_for(connection: Connection) -> Config:
    """Alembic's configuration: the package's revisions, run on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
