"""`outreach recipients`: the files, and what the database knows of the offices."""

from pathlib import Path
from typing import Any

import typer

from outreach.cli import (
    recipients_acts,
    recipients_closures,
    recipients_import,
    recipients_limits,
    recipients_proposals,
    recipients_view,
)
from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, errors, say, table
from outreach.clock import utc_now
from outreach.recipients import export as exporting
from outreach.recipients import sync as syncing
from outreach.recipients.check import check as check_files
from outreach.recipients.load import load
from outreach.recipients.parliament import check_parliaments
from outreach.recipients.store import list_objections
from outreach.recipients.sync_report import SyncReport
from outreach.settings import read_settings

app = typer.Typer(
    name="recipients",
    help="Who is asked: offices of governments and how to reach them. Check the files, sync them, check contacts.",
    no_args_is_help=True,
)
Folder = typer.Option(None, "--dir", help="The folder with one file per government (OUTREACH_RECIPIENTS_DIR).")


@app.command()
def check(directory: Path | None = Folder, as_json: bool = Json) -> None:
    """List every problem of every file at once, with file and line; exit 1 when there is one.

    Looks for doubled offices, unknown words, missing or slash forms of address, and addresses that cannot exist.
    Needs no database. Example: `outreach recipients check`.
    """
    folder = directory or read_settings().recipients_dir
    problems = check_files(folder) + check_parliaments(folder)
    governments = [] if problems else [recipients_view.file_row(entry) for entry in load(folder)]
    verdict = {"governments": governments, "problems": problems, "ok": not problems}
    emit(verdict, as_json=as_json, human=lambda: _show_check(governments, [str(one) for one in problems]))
    if problems:
        raise typer.Exit(1)


@app.command()
def sync(directory: Path | None = Folder, as_json: bool = Json) -> None:
    """Bring the files into the database: adds, changes and retires, but deletes nothing.

    A contact that somebody edited or checked is never overwritten: where its file says something else, both are
    listed and the exit status is 1. Take the database's value into the files with `outreach recipients export`, or
    the file's with `edit`. Example: `outreach --as sam recipients sync`.
    """
    installation = opened()
    with installation.database.begin() as session:
        report = syncing.sync(
            session,
            directory=directory or installation.settings.recipients_dir,
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(report, as_json=as_json, human=lambda: _show_sync(report))
    if report.conflicts:
        raise typer.Exit(1)


@app.command("list")
def list_(
    government: str = typer.Option("", "--government", "-g", help="Only this one, by its code, such as GB."),
    objections: bool = typer.Option(False, "--objections", help="List who asked not to be written to instead."),
    as_json: bool = Json,
) -> None:
    """List the offices with their channels (those without a value in brackets), checks and objections.

    Example: `outreach recipients list --government GB`.
    """
    with opened().database.read() as session:
        if objections:
            found = list_objections(session)
            emit(found, as_json=as_json, human=lambda: recipients_view.show_objections(found))
            return
        rows = recipients_view.office_rows(session, government=government.upper() or None, now=utc_now())
    emit(rows, as_json=as_json, human=lambda: recipients_view.show_offices(rows))


@app.command()
def show(office: str = typer.Argument(help="The office's key, such as gb-pm."), as_json: bool = Json) -> None:
    """Show all that is known of one office: forms of address, contacts with their numbers, holders, objections.

    Example: `outreach recipients show gb-pm`.
    """
    with opened().database.read() as session:
        whole = recipients_view.whole_office(session, office)
    emit(whole, as_json=as_json, human=lambda: recipients_view.show_office(whole))


@app.command()
def export(
    to: Path | None = typer.Option(None, "--to", help="Write into this folder instead of the files themselves."),
    directory: Path | None = Folder,
    as_json: bool = Json,
) -> None:
    """Write the contacts that people entered in the database back into the files; all else in them stays.

    Example: `outreach --as sam recipients export`, then commit the files.
    """
    installation = opened()
    folder = directory or installation.settings.recipients_dir
    with installation.database.begin() as session:
        report = exporting.export(
            session,
            directory=folder,
            target=to or folder,
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Wrote {len(report.files)} files into {to or folder}; {len(report.contacts)} contacts are new in them."
    emit(report, as_json=as_json, human=lambda: say("\n".join((told, *report.contacts))))


for act in (
    recipients_acts.verify,
    recipients_acts.edit,
    recipients_acts.add,
    recipients_acts.hold,
    recipients_acts.lift,
    recipients_limits.limit_form,
    recipients_closures.close,
    recipients_closures.reopen,
    recipients_closures.closures,
    recipients_proposals.decline_proposal,
):
    app.command()(act)
app.command("object")(recipients_acts.object_to)
app.command("import")(recipients_import.import_)
app.command()(recipients_import.imports)
app.command("undo-import")(recipients_import.undo_import)


def _show_check(governments: list[dict[str, Any]], problems: list[str]) -> None:
    for problem in problems:
        errors.print(problem, markup=False, highlight=False)
    if problems:
        say(f"Problems: {len(problems)}.")
        return
    columns = ("code", "name", "languages", "offices", "email", "web_form", "post")
    table(columns, [[row[column] for column in columns] for row in governments], empty="")
    say(f"{sum(row['offices'] for row in governments)} offices, no problem.")


def _show_sync(report: SyncReport) -> None:
    for conflict in report.conflicts:
        errors.print(f"conflict: {conflict}", markup=False, highlight=False)
    say(", ".join(f"{number} {name}" for name, number in report.counts().items()) + ".")
    if report.conflicts:
        say("The database kept its values: run `outreach recipients export`, or `edit` the contact.")
