"""`outreach accountability`."""

from pathlib import Path

import typer

from outreach.accountability.progress import GovernmentProgress
from outreach.accountability.progress import progress as progress_of_round
from outreach.accountability.publish import Published
from outreach.accountability.publish import publish as publish_pages
from outreach.accountability.scoreboard import Cell, GovernmentRow, Scoreboard
from outreach.accountability.scoreboard import scoreboard as scoreboard_of_round
from outreach.accountability.standing import Standing
from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now

app = typer.Typer(
    name="accountability",
    help="What it adds up to: how far a round has come, and what governments say to each demand.",
    no_args_is_help=True,
)
Round = typer.Argument(help="The round's number, see `outreach rounds list`.")
HEADS = {standing: standing.value.replace("_", " ") for standing in Standing}


@app.command()
def progress(round_id: int = Round, as_json: bool = Json) -> None:
    """Show how far a round has come, one row a government; every office is counted exactly once.

    The last columns are the highest proof that an office's letter arrived. Example: `outreach accountability
    progress 1`.
    """
    with opened().database.read() as session:
        rows = progress_of_round(session, round_id=round_id)
    emit(rows, as_json=as_json, human=lambda: _show_progress(rows))


@app.command()
def scoreboard(
    round_id: int = Round,
    internal: bool = typer.Option(False, "--internal", help="With answers that are not public."),
    as_json: bool = Json,
) -> None:
    """Show what the offices of each government say to each demand; "no answer" is computed, never recorded.

    Without `--internal` only what the answers' disclosure allows: this output may be published.
    Example: `outreach accountability scoreboard 1 --json`.
    """
    with opened().database.read() as session:
        board = scoreboard_of_round(session, round_id=round_id, public=not internal)
    emit(board, as_json=as_json, human=lambda: _show_board(board))


@app.command()
def publish(
    folder: Path = typer.Argument(help="A new or empty folder, or one that this command wrote before."),
    sample: bool = typer.Option(False, "--sample", help="Rehearsed rounds and sample counts as well, marked so."),
    as_json: bool = Json,
) -> None:
    """Write public pages: what each office was sent, what is proved, and what of its answer may be told.

    Plain HTML and CSV for any web server: no script, nothing fetched from elsewhere, no official's name. Put the
    folder on your site as it is, and run this again when something changed. Example:
    `outreach --as sam accountability publish public --sample`.
    """
    here = opened()
    with here.database.begin() as session:
        done = publish_pages(session, folder=folder, sample=sample, actor=acting(session, here), now=utc_now())
    emit(done, as_json=as_json, human=lambda: _show_published(done))


def _show_published(done: Published) -> None:
    marked = " Marked SAMPLE: not for the public." if done.sample else ""
    say(f"{len(done.files)} files of {len(done.rounds)} rounds in {done.folder}: open index.html.{marked}")


def _show_progress(rows: list[GovernmentProgress]) -> None:
    shown = [standing for standing in Standing if any(getattr(row, standing.value) for row in rows)]
    columns = ("", "government", "offices", *(HEADS[standing] for standing in shown), "highest proof")
    cells = [
        (
            row.code,
            row.name,
            row.offices,
            *(getattr(row, standing.value) or "" for standing in shown),
            "\n".join(f"{count} {rung.value.replace('_', ' ')}" for rung, count in row.rungs.items()),
        )
        for row in rows
    ]
    table(columns, cells, empty="The round has no offices.")
    for row in rows:
        for left_out in row.left_out_because:
            say(f"Left out: {left_out.office_key}: {left_out.because}")


def _show_board(board: Scoreboard) -> None:
    columns = ("", "government", "offices reached", *(demand.title for demand in board.demands), "promises")
    none = "no public answer" if board.public else "no answer"
    cells = [
        (row.code, row.name, row.offices, *(_cell(cell, none) for cell in row.cells), _promises(row))
        for row in board.rows
    ]
    title = "Public positions" if board.public else "All positions (internal)"
    table(columns, cells, empty="The round has no offices.", title=title)


def _promises(row: GovernmentRow) -> str:
    return "\n".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in row.promises.items())


def _cell(cell: Cell, none: str) -> str:
    parts = [f"{count} {position}" for position, count in cell.positions.items()]
    if cell.no_answer:
        parts.append(f"{cell.no_answer} {none}")
    return "\n".join(parts)
