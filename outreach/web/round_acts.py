"""What staff do to a round: its day, start it, hold it, go on, call it off, end it."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.operations.road import road_of
from outreach.operations.start import cancel_round, close_round, start
from outreach.rounds import steer
from outreach.rounds.refresh import refresh
from outreach.rounds.schedule import schedule
from outreach.rounds.store import RoundInfo
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see

router = APIRouter()


@router.post("/rounds/{round_id}/schedule")
def round_schedule(
    request: Request,
    here: Here,
    round_id: int,
    dispatch_on: Annotated[date, Form()],
    window_days: Annotated[int, Form()],
) -> Response:
    with here.app.database.begin() as session:
        schedule(
            session,
            round_id=round_id,
            dispatch_on=dispatch_on,
            window_days=window_days,
            actor=here.actor,
            now=utc_now(),
        )
    notice = f"Scheduled for {dispatch_on}. Each government’s window is shown in its own time."
    return see(f"/rounds/{round_id}#windows", notice, request)


@router.post("/rounds/{round_id}/refresh")
def round_refresh(
    request: Request,
    here: Here,
    round_id: int,
    choose_holder_forms: Annotated[str, Form()] = "",
    all_languages: Annotated[str, Form()] = "",
) -> Response:
    with here.app.database.begin() as session:
        changed = refresh(
            session,
            round_id=round_id,
            choose_holder_forms=bool(choose_holder_forms),
            all_languages=bool(all_languages),
            actor=here.actor,
            now=utc_now(),
        )
    return see(f"/rounds/{round_id}", f"Chosen again: {changed} offices changed.", request)


@router.post("/rounds/{round_id}/pause")
def round_pause(request: Request, here: Here, round_id: int) -> Response:
    return _steer(request, here, round_id, steer.pause, "Paused: nothing leaves until somebody resumes it.")


@router.post("/rounds/{round_id}/resume")
def round_resume(request: Request, here: Here, round_id: int) -> Response:
    return _steer(request, here, round_id, steer.resume, "Resumed: it goes on where it stood.")


@router.post("/rounds/{round_id}/start")
def round_start(request: Request, here: Here, round_id: int) -> Response:
    road = road_of(here.app.settings)
    started = start(here.app.database, round_id=round_id, road=road, actor=here.actor, now=utc_now())
    waiting = f" {len(started.waiting)} offices still wait for an approval." if started.waiting else ""
    notice = f"Started: {started.queued} letters leave as their windows open.{waiting}"
    return see(f"/rounds/{round_id}", notice, request)


@router.post("/rounds/{round_id}/cancel")
def round_cancel(request: Request, here: Here, round_id: int) -> Response:
    with here.app.database.begin() as session:
        ended = cancel_round(session, round_id=round_id, actor=here.actor, now=utc_now())
    return see(f"/rounds/{round_id}", f"Cancelled; {ended.swept} unsent letters were taken back.", request)


@router.post("/rounds/{round_id}/close")
def round_close(request: Request, here: Here, round_id: int) -> Response:
    with here.app.database.begin() as session:
        ended = close_round(session, round_id=round_id, actor=here.actor, now=utc_now())
    return see(f"/rounds/{round_id}", f"Closed; {ended.swept} unsent letters have expired.", request)


def _steer(
    request: Request, here: Visitor, round_id: int, verb: Callable[..., RoundInfo], notice: str
) -> Response:
    with here.app.database.begin() as session:
        verb(session, round_id=round_id, actor=here.actor, now=utc_now())
    return see(f"/rounds/{round_id}", notice, request)
