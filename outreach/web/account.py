"""One's own account: password, second factor, history of signing in."""

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from outreach.accounts.second_factor import begin_second_factor, confirm_second_factor
from outreach.accounts.set_password import set_password
from outreach.accounts.store import list_sign_in_tries
from outreach.clock import utc_now
from outreach.notices.store import get_choice
from outreach.web.guard import COOKIE, Here
from outreach.web.render import page

router = APIRouter()


@router.get("/account")
def account(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        tries = list_sign_in_tries(session, here.signed_in.actor.name)
        choice = get_choice(session, here.signed_in.actor.name)
    return page(request, "account.html", tries=tries, choice=choice, otpauth="", qr="", codes=[])


@router.post("/account/password")
def account_password(request: Request, here: Here, password: Annotated[str, Form()]) -> Response:
    actor = here.signed_in.actor
    with here.app.database.begin() as session:
        set_password(session, actor=actor, name=actor.name, password=password, now=utc_now())
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.post("/account/second-factor")
def account_second_factor_begin(request: Request, here: Here) -> Response:
    with here.app.database.begin() as session:
        otpauth = begin_second_factor(session, actor=here.signed_in.actor)
    qr = segno.make(otpauth).svg_data_uri(scale=5, border=2)
    return page(request, "account.html", tries=[], otpauth=otpauth, qr=qr, codes=[])


@router.post("/account/second-factor/confirm")
def account_second_factor_confirm(request: Request, here: Here, code: Annotated[str, Form()]) -> Response:
    with here.app.database.begin() as session:
        codes = confirm_second_factor(session, actor=here.signed_in.actor, code=code, now=utc_now())
    return page(request, "account.html", tries=[], otpauth="", qr="", codes=codes)
