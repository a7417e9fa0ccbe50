"""The verbs of `outreach rounds` that move a round: schedule, start, pause, resume, cancel, close."""

from collections.abc import Callable
from datetime import datetime

import typer
from sqlmodel import Session

from outreach.accounts import Actor
from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.operations.road import road_of
from outreach.operations.start import cancel_round, close_round
from outreach.operations.start import start as start_round
from outreach.rounds import steer
from outreach.rounds.plan import DEFAULT_WINDOW_DAYS
from outreach.rounds.schedule import schedule as schedule_round
from outreach.rounds.store import RoundInfo

Number = typer.Argument(metavar="ROUND", help="The round's number, see `outreach rounds list`.")


def schedule(
    round_id: int = Number,
    on: datetime = typer.Option(..., "--on", formats=["%Y-%m-%d"], help="The dispatch day, as 2027-03-01."),
    days: int = typer.Option(DEFAULT_WINDOW_DAYS, "--days", min=1, help="How many days letters may still leave."),
    as_json: bool = Json,
) -> None:
    """Give the round its day: each government's window opens at 09:00 and closes at 17:00 of its own time.

    Weekends and public holidays move it to the next office day. The letters bear this date.
    Example: `outreach --as sam rounds schedule 3 --on 2027-03-01`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor, now = acting(session, installation), utc_now()
        scheduled = schedule_round(
            session, round_id=round_id, dispatch_on=on.date(), window_days=days, actor=actor, now=now
        )
    tell(scheduled, as_json=as_json)


def start(round_id: int = Number, as_json: bool = Json) -> None:
    """Open a scheduled round: what is approved is queued and leaves once its window opens.

    What a second person approves later still leaves until the window closes. Nothing leaves the machine
    without a live round, OUTREACH_LIVE=yes and an SMTP host. A live round starts only when nothing blocks it, DNS
    and the relay included: see `outreach delivery preflight`. Example: `outreach --as sam rounds start 3`.
    """
    installation = opened()
    with installation.database.read() as session:
        actor = acting(session, installation)
    road = road_of(installation.settings)
    started = start_round(installation.database, round_id=round_id, road=road, actor=actor, now=utc_now())

    def human() -> None:
        tell(started.round, as_json=False)
        say(f"Queued: {started.queued}.")
        if started.waiting:
            say(f"{len(started.waiting)} wait for an approval that holds: `outreach reviews list {round_id}`.")

    emit(started, as_json=as_json, human=human)


def pause(round_id: int = Number, as_json: bool = Json) -> None:
    """Hold a round: nothing more leaves until it is resumed. Example: `outreach --as sam rounds pause 3`."""
    _steer(lambda s, actor, now: steer.pause(s, round_id=round_id, actor=actor, now=now), as_json)


def resume(round_id: int = Number, as_json: bool = Json) -> None:
    """Let a paused round go on where it stood. Example: `outreach --as sam rounds resume 3`."""
    _steer(lambda s, actor, now: steer.resume(s, round_id=round_id, actor=actor, now=now), as_json)


def cancel(round_id: int = Number, as_json: bool = Json) -> None:
    """Call a round off for good; what left is not called back. Example: `outreach --as sam rounds cancel 3`."""
    _steer(
        lambda session, actor, now: cancel_round(session, round_id=round_id, actor=actor, now=now).round, as_json
    )


def close(round_id: int = Number, as_json: bool = Json) -> None:
    """End a round when its work is done; what is unsent expires. Example: `outreach --as sam rounds close 3`."""
    _steer(
        lambda session, actor, now: close_round(session, round_id=round_id, actor=actor, now=now).round, as_json
    )


def _steer(verb: Callable[[Session, Actor, datetime], RoundInfo], as_json: bool) -> None:
    installation = opened()
    with installation.database.begin() as session:
        steered = verb(session, acting(session, installation), utc_now())
    tell(steered, as_json=as_json)


def tell(info: RoundInfo, *, as_json: bool) -> None:
    day = f", dispatch on {info.dispatch_on}" if info.dispatch_on else ""
    pace = f", at most {info.per_minute} mails a minute" if info.per_minute else ""
    told = f"Round {info.id} ({info.name}) is {info.status}{day}{pace}."
    emit(info, as_json=as_json, human=lambda: say(told))
