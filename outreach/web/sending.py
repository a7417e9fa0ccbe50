"""The kill switch on the desk: stop all sending, lift it, and who did so before."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.delivery.store import find_stop, list_stops
from outreach.delivery.switch import allow_sending, stop_sending
from outreach.web.fields import lines
from outreach.web.guard import Here
from outreach.web.notice import see
from outreach.web.paging import listing
from outreach.web.render import page

router = APIRouter()
PATH = "/sending"


@router.get(PATH)
def sending(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        stop, earlier = find_stop(session), list_stops(session)
    return page(request, "sending.html", stop=stop, shown=listing(request, earlier))


@router.post(f"{PATH}/stop")
def sending_stop(request: Request, here: Here, reason: Annotated[str, Form()] = "") -> Response:
    with here.app.database.begin() as session:
        stop_sending(session, reason=lines(reason).strip(), actor=here.actor, now=utc_now())
    return see(
        PATH, "All sending is stopped. What a server was just taking is finished; nothing more leaves.", request
    )


@router.post(f"{PATH}/allow")
def sending_allow(request: Request, here: Here) -> Response:
    with here.app.database.begin() as session:
        allow_sending(session, actor=here.actor, now=utc_now())
    return see(PATH, "Sending goes on: what is due leaves with the next run.", request)
