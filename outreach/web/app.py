"""The web application: routers, the guard on every route, and errors as one clear sentence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from outreach.errors import BadInput, Conflict, NotAllowed, NotFound, OutreachError, Refused, Unavailable
from outreach.interface.speech import speech_of
from outreach.operations.samples import sources_of
from outreach.web import (
    account,
    account_notices,
    account_second_factor,
    admin_audit,
    admin_health,
    admin_sign_ins,
    admin_users,
    deliveries,
    delivery,
    delivery_acts,
    due,
    follow_ups,
    governments,
    hand_overs,
    heartbeat,
    inbox,
    invitation,
    mail,
    mail_acts,
    office_acts,
    offices,
    petition,
    preview,
    response,
    response_acts,
    responses,
    review,
    review_acts,
    review_files,
    reviews,
    round_acts,
    round_calendar,
    round_preflight,
    round_wizard,
    round_work,
    rounds,
    sending,
    sign_in,
    signatures,
    signatures_import,
    today,
)
from outreach.web.guard import SAFE, SecondFactorNeeded, SignInNeeded, guard
from outreach.web.previewer import Previewer
from outreach.web.render import STATIC, page
from outreach.web.security import HEADERS, add_headers, limit_body
from outreach.web.sent_form import sent_again
from outreach.web.workroom import Workroom
from outreach.wiring import App

ROUTERS = (
    sign_in.router,
    invitation.router,
    heartbeat.router,
    today.router,
    account.router,
    account_second_factor.router,
    account_notices.router,
    governments.router,
    offices.router,
    office_acts.router,
    preview.router,
    petition.router,
    signatures.router,
    signatures_import.router,
    round_wizard.router,
    round_calendar.router,
    rounds.router,
    round_preflight.router,
    round_work.router,
    round_acts.router,
    reviews.router,
    review.router,
    review_files.router,
    review_acts.router,
    admin_health.router,
    admin_users.router,
    admin_sign_ins.router,
    admin_audit.router,
    deliveries.router,
    delivery.router,
    delivery_acts.router,
    hand_overs.router,
    sending.router,
    inbox.router,
    mail.router,
    mail_acts.router,
    responses.router,
    due.router,
    follow_ups.router,
    response.router,
    response_acts.router,
)
STATUS: tuple[tuple[type[OutreachError], int], ...] = (
    (NotAllowed, 403),
    (Refused, 409),
    (Conflict, 409),
    (NotFound, 404),
    (BadInput, 422),
    (Unavailable, 503),
)


def create_app(outreach: App) -> FastAPI:
    """The desk of one installation."""
    app = FastAPI(title="outreach", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.outreach, app.state.workroom = outreach, Workroom(outreach)
    app.state.previewer = Previewer(sources_of(outreach.settings))
    app.state.speech = speech_of(outreach.settings.interface)
    app.middleware("http")(limit_body)
    app.middleware("http")(add_headers)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(guard)])
    app.add_exception_handler(SignInNeeded, _ask_to_sign_in)
    app.add_exception_handler(SecondFactorNeeded, _ask_to_set_up)
    app.add_exception_handler(OutreachError, _refusal)
    app.add_exception_handler(RequestValidationError, _wrong_form)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _mishap)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await run_in_threadpool(app.state.workroom.close)
    await run_in_threadpool(app.state.previewer.close)


async def _ask_to_sign_in(request: Request, _error: Exception) -> Response:
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?to={quote(back, safe='')}", status_code=303)


async def _ask_to_set_up(request: Request, _error: Exception) -> Response:
    if request.method in SAFE:
        return RedirectResponse("/account/second-factor", status_code=303)
    sentence = "Nothing was changed: your role needs a second factor first. Set it up under “Second factor”."
    return page(request, "error.html", status=403, messages=[sentence], back="/account/second-factor")


async def _refusal(request: Request, error: Exception) -> Response:
    status = next((code for kind, code in STATUS if isinstance(error, kind)), 500)
    messages = [str(problem) for problem in error.problems] if isinstance(error, BadInput) else [str(error)]
    back = _back(request)
    if back and isinstance(error, BadInput | Conflict):
        again = await sent_again(request, at=back, problems=messages, status=status)
        if again is not None:
            return again
    return page(request, "error.html", status=status, messages=messages, back=back)


async def _wrong_form(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = dict.fromkeys(str(item["loc"][-1]).replace("_", " ") for item in error.errors())
    messages = [f"“{field}” is missing or not well formed: correct it and try again." for field in fields]
    return page(request, "error.html", status=422, messages=messages, back=_back(request))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = "There is no such page." if error.status_code == 404 else str(error.detail)
    return page(request, "error.html", status=error.status_code, messages=[sentence], back="")


async def _mishap(request: Request, _error: Exception) -> Response:
    """A fault of ours: the server logs it with its traceback, the visitor gets a sentence."""
    sentence = "Something went wrong here, and nothing was changed. It is logged; tell an administrator the time."
    response = page(request, "error.html", status=500, messages=[sentence], back=_back(request))
    response.headers.update(HEADERS)
    return response


def _back(request: Request) -> str:
    """The page of ours that the visitor came from, or nothing."""
    came_from = urlsplit(request.headers.get("referer", ""))
    if request.method == "GET" or came_from.netloc != request.headers.get("host"):
        return ""
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
