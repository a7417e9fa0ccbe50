"""`outreach demo`: a whole round in the sandbox."""

from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from outreach.accountability.progress import GovernmentProgress
from outreach.cli.output import Json, emit, errors, say, table
from outreach.clock import utc_now
from outreach.operations.demo.run import DemoResult, run_demo
from outreach.settings import read_settings

app = typer.Typer()


@app.command()
def demo(
    keep: Path = typer.Option(None, "--keep", help="Leave everything in this new folder (default: var/demo)."),
    as_json: bool = Json,
) -> None:
    """Play a whole round on this machine: counts, letters, review, real SMTP to played offices, answers.

    Nothing leaves the machine. The numbers, addresses and answers are invented and say SAMPLE.
    """
    result = play(keep or read_settings().home / "demo", replace_earlier=keep is None)
    emit(result, as_json=as_json, human=lambda: _print(result))


def play(folder: Path, *, replace_earlier: bool) -> DemoResult:
    """Play the demonstration in `folder`, with a progress bar for each stage."""
    columns = (TextColumn("{task.description:<32}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=errors) as bars:
        settings, tell = read_settings(), _Bars(bars)
        return run_demo(folder, settings=settings, replace_earlier=replace_earlier, seen_at=utc_now(), tell=tell)


class _Bars:
    """One progress bar a stage."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


def _print(result: DemoResult) -> None:
    rows = [(row.name, *_numbers(row), _reached(row), f"pdf/{row.code}") for row in result.governments]
    total = [sum(numbers) for numbers in zip(*(_numbers(row) for row in result.governments), strict=True)]
    table(COLUMNS, [*rows, ("all", *total, "", "pdf")], empty="", title="SAMPLE round")
    for row in result.governments:
        for one in row.left_out_because:
            say(f"left out: {one.office_key}: {one.because}")
    say(
        "Each office is counted in one column, where it stands now. Over all: "
        f"{result.documents} PDFs, {result.mails_received} letters taken by SMTP, "
        f"{result.answers_recorded} answers recorded (people's acknowledgements too), "
        f"{sum(result.seconds.values()):.0f} s. "
        f"Everything lies in {result.folder}. See it: `outreach serve --demo`."
    )


COLUMNS = (
    "government",
    "offices",
    "sent",
    "by hand",
    "left out",
    "refused",
    "bounced",
    "answered",
    "waiting for a person",
    "evidence reached",
    "PDFs",
)


def _numbers(row: GovernmentProgress) -> tuple[int, ...]:
    """The partition of the offices, after their number: the rest adds up to the first."""
    return (
        row.offices,
        row.sent + row.to_send,
        row.handed_over,
        row.left_out + row.called_off,
        row.refused,
        row.bounced,
        row.answered,
        row.waiting_for_person + row.to_hand_over,
    )


def _reached(row: GovernmentProgress) -> str:
    """The furthest rungs, the highest first: how far the letters provably came."""
    return ", ".join(f"{count} {rung.replace('_', ' ')}" for rung, count in reversed(list(row.rungs.items())))
