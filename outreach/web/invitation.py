"""An invitation: the page behind a link that works once, where somebody sets their own password."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.accounts.invite import accept_invitation, get_invited
from outreach.accounts.password import SHORTEST
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.web.notice import see
from outreach.web.render import page

router = APIRouter()


@router.get("/invitation/{secret}")
def invitation(request: Request, secret: str) -> Response:
    return _page(request, secret)


@router.post("/invitation/{secret}")
def invitation_accept(
    request: Request, secret: str, password: Annotated[str, Form()], again: Annotated[str, Form()]
) -> Response:
    try:
        if password != again:
            raise BadInput("The two are not the same: type the password twice.")
        with request.app.state.outreach.database.begin() as session:
            accept_invitation(session, secret=secret, password=password, now=utc_now())
    except BadInput as error:
        return _page(request, secret, wrong=str(error), status=422)
    return see("/sign-in", "Your password is set: sign in with it.", request)


def _page(request: Request, secret: str, *, wrong: str = "", status: int = 200) -> Response:
    with request.app.state.outreach.database.read() as session:
        invited = get_invited(session, secret, now=utc_now())
    return page(request, "invitation.html", status=status, invited=invited, wrong=wrong, shortest=SHORTEST)
