"""`outreach db`."""

import typer

from outreach import schema
from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say
from outreach.db import migrate

app = typer.Typer(name="db", help="The database: make it, upgrade it, check it.", no_args_is_help=True)


@app.command()
def upgrade(as_json: bool = Json) -> None:
    """Create the tables, or bring them to the newest version. Safe to run again."""
    assert schema.STAGES
    database = opened().database
    migrate.upgrade(database)
    at = migrate.revision(database)
    emit({"revision": at}, as_json=as_json, human=lambda: say(f"The database is at revision {at}."))


@app.command()
def check(as_json: bool = Json) -> None:
    """Say whether the database has just the tables that this version needs; exit 1 when not."""
    database = opened().database
    found = migrate.differences(database)
    at = migrate.revision(database)
    told = f"revision {at}: as it should be" if not found else "differs: run `outreach db upgrade`"
    emit({"revision": at, "differences": found}, as_json=as_json, human=lambda: say(told))
    if found:
        raise typer.Exit(1)
