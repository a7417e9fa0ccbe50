"""Building, packing and rehearsing a round: started here, done in a process of its own, watched by anybody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from outreach.accounts import Role
from outreach.clock import utc_now
from outreach.errors import NotFound, WrongStatus
from outreach.jobs.ask import ask, ask_to_stop
from outreach.jobs.status import JobKind
from outreach.jobs.store import get_job
from outreach.rounds.scope import require_round
from outreach.rounds.status import UNFINISHED
from outreach.rounds.store import get_round
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.render import piece
from outreach.web.round_progress import Work, work_of
from outreach.web.workroom import Workroom

router = APIRouter()
ROLES = {JobKind.BUILD: (Role.STAFF,), JobKind.REHEARSAL: (Role.STAFF, Role.ORGANISER)}
"""Who may ask for it, for every government of the round."""
LOOKS_EVERY = 1.0
"""Seconds between two looks at how far a round is."""
LONGEST = timedelta(minutes=10)
"""A stream ends then; the browser opens the next one by itself, and is asked anew who it is."""


@router.post("/rounds/{round_id}/build")
def round_build(request: Request, here: Here, round_id: int) -> Response:
    return _ask(
        request, here, round_id, JobKind.BUILD, "Building: letters and dossiers, then a parcel for each office."
    )


@router.post("/rounds/{round_id}/rehearse")
def round_rehearse(request: Request, here: Here, round_id: int) -> Response:
    return _ask(request, here, round_id, JobKind.REHEARSAL, "Rehearsing: every mail is made, and none leaves.")


@router.post("/rounds/{round_id}/jobs/{job_id}/stop")
def round_job_stop(request: Request, here: Here, round_id: int, job_id: int) -> Response:
    with here.app.database.begin() as session:
        if get_job(session, job_id).subject != f"round:{round_id}":
            raise NotFound(f"Round {round_id} has no job {job_id}.")
        ask_to_stop(session, job_id=job_id, actor=here.actor, now=utc_now())
    return see(f"/rounds/{round_id}", "It stops after the document in hand, and keeps nothing.", request)


@router.get("/rounds/{round_id}/live")
def round_live(request: Request, here: Here, round_id: int) -> Response:
    """How far it is, as server-sent events (WHATWG HTML, 9.2): a piece of the page at each change, then "over"."""
    with here.app.database.read() as session:
        get_round(session, round_id)
    return StreamingResponse(_events(request, here, round_id), media_type="text/event-stream")


async def _events(request: Request, here: Visitor, round_id: int) -> AsyncIterator[str]:
    first, told, until = None, "", utc_now() + LONGEST
    while utc_now() < until and not await request.is_disconnected():
        work = await run_in_threadpool(_look, here, round_id)
        first = first or work.is_over_when
        shown = piece(request, "round_live.html", work=work)
        if shown != told:
            told = shown
            yield "".join(f"data: {line}\n" for line in shown.splitlines()) + "\n"
        if not work.is_live or work.is_over_when != first:
            yield "event: over\ndata:\n\n"
            return
        await asyncio.sleep(LOOKS_EVERY)


def _look(here: Visitor, round_id: int) -> Work:
    with here.app.database.read() as session:
        return work_of(session, round_id, actor=here.actor, now=utc_now())


def _ask(request: Request, here: Visitor, round_id: int, kind: JobKind, notice: str) -> Response:
    with here.app.database.begin() as session:
        require_round(session, here.actor, *ROLES[kind], round_id=round_id)
        shown = get_round(session, round_id)
        if shown.status not in UNFINISHED or shown.dispatch_on is None:
            raise WrongStatus(f"Round {round_id} is {shown.status}: give it its day first, unless it is over.")
        job = ask(session, kind=kind, subject=f"round:{round_id}", actor=here.actor, now=utc_now())
    if job is None:
        return see(f"/rounds/{round_id}#work", "That is being done already: here is how far it is.", request)
    workroom: Workroom = request.app.state.workroom
    workroom.start(job.id)
    return see(f"/rounds/{round_id}#work", notice, request)
