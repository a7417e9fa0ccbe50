"""`outreach recipients import`: legislators from a file, what was imported, and taking it back."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.progress import Progress

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, errors, say, table
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.recipients.import_members import ImportReport, Wish, import_members
from outreach.recipients.import_report import Change
from outreach.recipients.member import Refusal, Why
from outreach.recipients.read_members import MembersFile, MembersFormat
from outreach.recipients.status import Chamber
from outreach.recipients.store import list_imports
from outreach.recipients.undo_import import undo_import as undoing

SHOWN = 20
"""Lines of each kind that are printed; --json has all."""
WORDS = {Why.ENDED: "the term is over", Why.AHEAD: "the term has not begun"}
LISTS = (
    *("added", "restored", "changed", "retired"),
    *("kept_back", "conflicts", "doubts"),
)


def import_(
    file: Path = typer.Argument(help="The file of members."),
    format: MembersFormat = typer.Option(..., "--format", help="How it is written."),
    government: str = typer.Option("", "--government", "-g", help="Whose parliament (not for Congress: US)."),
    chamber: Chamber | None = typer.Option(None, "--chamber", help="The house of rows that do not name one."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would happen; keep nothing."),
    post_line: list[str] = typer.Option(
        [], "--post-line", help="A line of the house's postal address, for rows without one; repeatable."
    ),
    column: list[str] = typer.Option(
        [], "--column", metavar="HEADER=COLUMN", help="What an unknown CSV column holds; nothing after = skips it."
    ),
    encoding: str = typer.Option("", "--encoding", help="How a file is written that is not UTF-8: cp1252, …"),
    source: str = typer.Option("", "--source", help="Go on with this source; default: format/country/chamber."),
    retire_most: bool = typer.Option(False, "--retire-most", help="Allow to retire more than half of the seats."),
    as_json: bool = Json,
) -> None:
    """Take in legislators: each seat becomes an office, with who holds it until when, and how it is reached.

    Try it with --dry-run: it shows what is added, changed, retired and refused, with lines and reasons. A later
    file of the same source changes and retires what that source brought, nothing else. What people edited, checked
    or recorded stays: where the file says otherwise both are listed and the exit status is 1, as for `sync`.
    Contacts are not checked by importing. How a country's members are addressed stands in recipients/parliaments/.
    Example: `outreach --as sam recipients import senators.csv --format csv -g AU --chamber upper --dry-run`.
    """
    installation = opened()
    code = "US" if format is MembersFormat.CONGRESS else government.upper()
    if not code:
        raise BadInput("Say whose parliament it is: --government AU.")
    wish = Wish(
        file=MembersFile(file, format, chamber, _columns(column), encoding),
        government=code,
        source=source,
        post="\n".join(post_line),
        retire_most=retire_most,
        dry_run=dry_run,
    )
    bar = Progress(console=errors, transient=True, disable=as_json or not errors.is_terminal)
    with bar, installation.database.begin() as session:
        task = bar.add_task("Importing", total=None)
        report = import_members(
            session,
            wish=wish,
            directory=installation.settings.recipients_dir,
            actor=acting(session, installation),
            now=utc_now(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    emit(report, as_json=as_json, human=lambda: _show(report))
    if report.conflicts:
        raise typer.Exit(1)


def imports(as_json: bool = Json) -> None:
    """List the files of legislators that were taken in, and under which source.

    Example: `outreach recipients imports`.
    """
    with opened().database.read() as session:
        found = list_imports(session)
    columns = ("no.", "source", "file", "sha256", "on", "by", "added", "changed", "retired", "refused")
    rows = [
        (
            *(one.id, one.source, one.file_name, one.sha256[:12], one.imported_at.date(), one.imported_by),
            *(one.counts[name] for name in ("added", "changed", "retired", "refused")),
        )
        for one in found
    ]
    emit(found, as_json=as_json, human=lambda: table(columns, rows, empty="Nothing was imported yet."))


def undo_import(
    source: str = typer.Argument(help="The source, from `outreach recipients imports`."), as_json: bool = Json
) -> None:
    """Retire every seat that a source brought. Importing its file again restores them; nothing is deleted.

    Example: `outreach --as sam recipients undo-import csv/AU/upper`.
    """
    installation = opened()
    with installation.database.begin() as session:
        keys = undoing(session, source=source, actor=acting(session, installation), now=utc_now())
    told = f"{len(keys)} seats of {source} are retired."
    emit({"source": source, "retired": keys}, as_json=as_json, human=lambda: say(told))


def _columns(said: Sequence[str]) -> dict[str, str]:
    """`HEADER=COLUMN` as pairs; the header may itself have a `=`."""
    wrong = [one for one in said if "=" not in one]
    if wrong:
        raise BadInput(f"--column {wrong[0]!r} must be HEADER=COLUMN, such as 'Electorate name=district'.")
    return {one.rpartition("=")[0]: one.rpartition("=")[2].strip() for one in said}


def _show(report: ImportReport) -> None:
    for name in LISTS:
        _show_changes(name.replace("_", " "), getattr(report, name))
    for refusal in report.faults[:SHOWN]:
        say(f"refused: {refusal}")
    _say_more(len(report.faults))
    _show_absent([one for one in report.refused if one.why in WORDS])
    say(", ".join(f"{number} {name.replace('_', ' ')}" for name, number in report.counts().items()) + ".")
    if report.kept_back:
        say("Nothing is retired while rows are refused for faults: mend the file and import it again.")
    if report.dry_run:
        say("A dry run: nothing was kept.")


def _show_absent(refused: Sequence[Refusal]) -> None:
    """Few are listed; of a history of members only the number is told."""
    if len(refused) <= SHOWN:
        for one in refused:
            say(f"refused: {one}")
        return
    for why, number in Counter(one.why for one in refused).items():
        say(f"refused: {number} rows, {WORDS[why]}; --json lists them.")


def _show_changes(word: str, changes: Sequence[Change]) -> None:
    for change in changes[:SHOWN]:
        say(f"{word}: {change}")
    _say_more(len(changes))


def _say_more(number: int) -> None:
    if number > SHOWN:
        say(f"  … and {number - SHOWN} more; --json lists all.")
