"""One's own account: password, and the history of signing in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from outreach.accounts.set_password import change_password
from outreach.accounts.store import list_sign_in_tries
from outreach.clock import utc_now
from outreach.notices.store import get_choice
from outreach.web.guard import COOKIE, Here
from outreach.web.render import page
from outreach.web.tries import counted

router = APIRouter()


@router.get("/account")
def account(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        tries = list_sign_in_tries(session, here.signed_in.actor.name)
        choice = get_choice(session, here.signed_in.actor.name)
    return page(request, "account.html", tries=tries, choice=choice)


@router.post("/account/password")
def account_password(
    request: Request, here: Here, earlier: Annotated[str, Form()], password: Annotated[str, Form()]
) -> Response:
    with counted(request, here) as session:
        change_password(session, actor=here.actor, earlier=earlier, password=password, now=utc_now())
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response
