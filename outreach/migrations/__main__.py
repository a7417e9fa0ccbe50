"""Writes the next revision: from the newest one to the tables of the code. Look at it before committing it."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from outreach.db import migrate, open_database
from outreach.schema import metadata


def write_revision(name: str) -> None:
    """Compare a fresh database at the newest revision with `metadata`; write what differs as one revision."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        number = len(list((migrate.SCRIPTS / "versions").glob("[0-9]*.py"))) + 1
        migrate.upgrade(database)
        with database.read() as session:
            config = migrate.config_for(session.connection())
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.attributes["batch"] = number > 1
            command.revision(config, name, autogenerate=True, rev_id=f"{number:04}")
        database.engine.dispose()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1] or not metadata.tables:
        sys.exit("Say what changes: make migration NAME=what_changes")
    write_revision(sys.argv[1])
