"""One's own second factor: a code to scan, its first code, and the recovery codes, shown once."""

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.accounts.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    find_second_factor_begun,
    needs_second_factor,
)
from outreach.accounts.sign_in import find_signed_in, renew_sign_in
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.web.guard import Here, Visitor, keep_signed_in
from outreach.web.notice import see
from outreach.web.render import page
from outreach.web.tries import counted

router = APIRouter()


@router.get("/account/second-factor")
def account_second_factor(request: Request, here: Here) -> Response:
    return _page(request, here)


@router.post("/account/second-factor")
def account_second_factor_begin(request: Request, here: Here) -> Response:
    with here.app.database.begin() as session:
        begin_second_factor(session, actor=here.actor)
    return see("/account/second-factor", "", request)


@router.post("/account/second-factor/confirm")
def account_second_factor_confirm(
    request: Request, here: Here, code: Annotated[str, Form()], earlier: Annotated[str, Form()] = ""
) -> Response:
    now = utc_now()
    try:
        with counted(request, here) as session:
            codes = confirm_second_factor(session, actor=here.actor, code=code, earlier=earlier, now=now)
            secret = renew_sign_in(session, actor=here.actor, now=now)
    except BadInput as error:
        return _page(request, here, wrong=str(error), status=422)
    with here.app.database.read() as session:
        request.state.signed_in = find_signed_in(session, secret, now=now)
    request.state.must_set_up = False
    response = page(request, "second_factor_on.html", codes=codes)
    keep_signed_in(response, secret, request)
    return response


def _page(request: Request, here: Visitor, *, wrong: str = "", status: int = 200) -> Response:
    with here.app.database.read() as session:
        otpauth = find_second_factor_begun(session, actor=here.actor)
    return page(
        request,
        "second_factor.html",
        status=status,
        otpauth=otpauth,
        qr=segno.make(otpauth).svg_data_uri(scale=5, border=4) if otpauth else "",
        secret=_grouped(otpauth) if otpauth else "",
        wrong=wrong,
        compulsory=needs_second_factor(here.actor.roles, live=here.app.settings.live),
    )


def _grouped(otpauth: str) -> str:
    """The secret in groups of four, for whoever types it."""
    secret = otpauth.split("secret=")[1].split("&")[0]
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
