"""`outreach db`."""

from pathlib import Path

import typer

from outreach import schema
from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.db import migrate
from outreach.operations.backup import Backup, back_up, restore
from outreach.operations.retention import carry_out_retention
from outreach.replies.erase import EraseReport
from outreach.settings import read_settings

app = typer.Typer(name="db", help="The database: make it, upgrade it, check it, back it up.", no_args_is_help=True)


@app.command()
def upgrade(as_json: bool = Json) -> None:
    """Create the tables, or bring them to the newest version. Safe to run again."""
    assert schema.STAGES
    database = opened().database
    migrate.upgrade(database)
    at = migrate.revision(database)
    emit({"revision": at}, as_json=as_json, human=lambda: say(f"The database is at revision {at}."))


@app.command()
def purge(
    dry_run: bool = typer.Option(False, "--dry-run", help="Only count."),
    as_json: bool = Json,
) -> None:
    """Erase mail whose time is over: OUTREACH_RETENTION__MAIL and OUTREACH_RETENTION__ATTACHMENTS, in days.

    Mail that a person still has to read is kept and counted. `outreach serve` and `worker` do the same once a day.
    Example: `outreach db purge --dry-run`.
    """
    installation = opened()
    report = carry_out_retention(
        installation.database,
        installation.blobs,
        retention=installation.settings.retention,
        now=utc_now(),
        dry_run=dry_run,
    )
    emit(report, as_json=as_json, human=lambda: say(_purged(report, dry_run=dry_run)))


def _purged(report: EraseReport, *, dry_run: bool) -> str:
    verb = "would be erased" if dry_run else "were erased"
    return (
        f"{report.mails} mails {verb}, of {report.files} more the raw bytes with their files; "
        f"{report.waiting} past their time wait for a person: see `outreach replies list`."
    )


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


@app.command()
def backup(
    target: Path = typer.Argument(..., metavar="FILE", help="The ZIP file to write; it must not exist yet."),
    as_json: bool = Json,
) -> None:
    """Write the database and every stored file to one ZIP, with sums; the service may go on meanwhile.

    Example: `outreach db backup outreach-2026-11-24.zip`.
    """
    installation = opened()
    made = back_up(installation.database, blob_folder=installation.settings.home / "blobs", target=target)
    emit(made, as_json=as_json, human=lambda: say(_told(made)))


@app.command("restore")
def restore_(
    source: Path = typer.Argument(..., metavar="FILE", help="A backup."),
    as_json: bool = Json,
) -> None:
    """Check a backup and unpack it into OUTREACH_HOME, which must be empty or absent.

    Example: `OUTREACH_HOME=restored outreach db restore outreach-2026-11-24.zip`.
    """
    made = restore(source, home=read_settings().home)
    emit(made, as_json=as_json, human=lambda: say(_told(made)))


def _told(made: Backup) -> str:
    held = f"{made.ledger_entries} entries of the ledger, {made.blobs} files, {made.size:,} bytes"
    return f"{made.file} is whole: {held}."
