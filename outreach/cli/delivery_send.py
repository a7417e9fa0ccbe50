"""`outreach delivery send`."""

import os
import signal
import socket
import threading
from collections import Counter
from contextlib import nullcontext

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from outreach.cli.context import acting, opened
from outreach.cli.delivery_to_me import send_to_me
from outreach.cli.output import Json, console, emit, errors, say
from outreach.clock import utc_now
from outreach.delivery.run import SendReport
from outreach.delivery.send import send_due
from outreach.delivery.status import CLAIMABLE, DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.operations.tick import line_up
from outreach.wiring import App, identity_of, pace_of, transport_of

Round = typer.Option(0, "--round", "-r", help="Only this round; without it all of them.")


def send(
    round_id: int = Round,
    limit: int = typer.Option(0, "--limit", min=0, help="At most so many mails; 0 is no limit."),
    to_me: str = typer.Option(
        "",
        "--to-me",
        metavar="ADDRESS",
        help="Send what an office would get to yourself; the first one of --round.",
    ),
    as_json: bool = Json,
) -> None:
    """Queue what is approved, then send what is due: once each, however many processes run.

    Without OUTREACH_LIVE=yes and an SMTP host mail goes to the sandbox, a Maildir under OUTREACH_HOME. Stopping
    with Ctrl-C or SIGTERM finishes the mail in hand, within ten seconds.

    Example of a look before anyone else gets one: `outreach delivery send --to-me sam@example.org --round 3`.
    """
    if to_me:
        send_to_me(to_me, round_id=round_id, limit=limit or 1, as_json=as_json)
        return
    installation = opened()
    with installation.database.read() as session:
        actor = acting(session, installation)
    line_up(installation.database, actor=actor, now=utc_now(), round_id=round_id or None)
    with _bar(installation, round_id, shown=not as_json) as bar:
        report = send_due(
            installation.database,
            installation.blobs,
            transport=transport_of(installation.settings),
            identity=identity_of(installation.settings),
            clock=utc_now,
            worker=f"{socket.gethostname()}:{os.getpid()}",
            actor=actor,
            round_id=round_id or None,
            limit=limit or None,
            pace=pace_of(installation.settings),
            should_stop=asked_to_stop().is_set,
            progress=lambda _status: bar.advance(bar.task_ids[0]) if bar else None,
        )
    emit(report, as_json=as_json, human=lambda: _tell(report, installation))
    if report.trouble:
        errors.print(f"error: {report.trouble}", markup=False, highlight=False)
    if report.trouble or DeliveryStatus.UNCERTAIN in report.statuses:
        raise typer.Exit(1)


def _bar(installation: App, round_id: int, *, shown: bool) -> "Progress | nullcontext[None]":
    if not shown or not console.is_terminal:
        return nullcontext()
    with installation.database.read() as session:
        found = list_deliveries(session, round_id=round_id or None)
    bar = Progress(TextColumn("Sending"), BarColumn(), MofNCompleteColumn(), console=console, transient=True)
    bar.add_task("", total=sum(one.status in CLAIMABLE for one in found))
    return bar


def asked_to_stop() -> threading.Event:
    """Set by the first SIGTERM or Ctrl-C; a second Ctrl-C interrupts at once."""
    asked = threading.Event()

    def ask(_signal: int, _frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return asked


def _tell(report: SendReport, installation: App) -> None:
    counts = (
        ", ".join(f"{count} {status}" for status, count in sorted(report.statuses.items())) or "nothing was due"
    )
    where = "" if installation.settings.live else f" (sandbox: {installation.settings.home / 'sandbox'})"
    say(f"{counts}{where}.")
    for reason, count in Counter(held.reason for held in report.held).items():
        say(f"{count} held: {reason}")
