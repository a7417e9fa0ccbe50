"""`outreach recipients close | reopen | closures`."""

from datetime import datetime

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.recipients import close as closing
from outreach.recipients.closures import ClosureInfo, list_closures
from outreach.recipients.status import ClosureKind


def close(
    place: str = typer.Argument(
        metavar="GOVERNMENT|OFFICE", help="GB: its parliament's offices. gb-pm: one office."
    ),
    kind: ClosureKind = typer.Option(ClosureKind.RECESS, "--kind", help="A recess, or a dissolution."),
    first_day: datetime = typer.Option(..., "--from", formats=["%Y-%m-%d"], help="The first day."),
    last_day: datetime | None = typer.Option(
        None, "--until", formats=["%Y-%m-%d"], help="The last day; without it nobody knows yet."
    ),
    source: str = typer.Option(..., "--source", help="Where that is stated: an official page."),
    as_json: bool = Json,
) -> None:
    """Record a recess or a dissolution: no live letter leaves to the offices concerned on these days.

    A round that is scheduled later gives them the days after it; letters that wait are put off.
    Example: `outreach --as sam recipients close GB --from 2026-12-18 --until 2027-01-04 --source "the calendar"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        closed = closing.close(
            session,
            place=place,
            kind=kind,
            first_day=first_day.date(),
            last_day=last_day.date() if last_day else None,
            source=source,
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(closed, as_json=as_json, human=lambda: say(f"Closure {closed.id}: {closed.told}"))


def reopen(
    number: int = typer.Argument(help="The closure's number, from `outreach recipients closures`."),
    reason: str = typer.Option(..., "--reason", help="Why; kept with it."),
    as_json: bool = Json,
) -> None:
    """End a recess or dissolution: it was wrong, or the office works again.

    Example: `outreach --as sam recipients reopen 2 --reason "the new parliament has met"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        ended = closing.reopen(session, closure_id=number, reason=reason, actor=actor, now=utc_now())
    emit(ended, as_json=as_json, human=lambda: say(f"Closure {number} is ended."))


def closures(as_json: bool = Json) -> None:
    """List recesses and dissolutions, ended ones too. Example: `outreach recipients closures`."""
    with opened().database.read() as session:
        found = list_closures(session)
    emit(found, as_json=as_json, human=lambda: _show(found))


def _show(found: list[ClosureInfo]) -> None:
    rows = [(one.id, one.told, one.source, one.noted_by, one.ended_because) for one in found]
    table(
        ("no.", "what", "source", "noted by", "ended because"), rows, empty="No recess or dissolution is recorded."
    )
