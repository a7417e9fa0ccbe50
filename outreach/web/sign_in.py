"""Sign in, sign out, and the health address for an outside monitor."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from outreach.accounts.sign_in import TooManyTries, sign_in, sign_out
from outreach.clock import utc_now
from outreach.web.guard import COOKIE, keep_signed_in
from outreach.web.render import page
from outreach.web.tries import address_of

router = APIRouter()


@router.get("/sign-in")
def sign_in_page(request: Request, to: str = "/") -> Response:
    return page(request, "sign_in.html", to=_ours(to), wrong="")


@router.post("/sign-in")
def sign_in_submit(
    request: Request,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    code: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "/",
) -> Response:
    address = address_of(request)
    try:
        with request.app.state.outreach.database.begin() as session:
            secret = sign_in(
                session, name=name.strip(), password=password, code=code, address=address, now=utc_now()
            )
            if secret is not None:
                sign_out(session, request.cookies.get(COOKIE, ""))
    except TooManyTries as error:
        return page(request, "sign_in.html", status=429, to=_ours(to), wrong=str(error))
    if secret is None:
        wrong = "That name, password or code does not fit."
        return page(request, "sign_in.html", status=401, to=_ours(to), wrong=wrong)
    response = RedirectResponse(_ours(to), status_code=303)
    keep_signed_in(response, secret, request)
    return response


@router.post("/sign-out")
def sign_out_submit(request: Request) -> Response:
    with request.app.state.outreach.database.begin() as session:
        sign_out(session, request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.get("/health")
def health(request: Request) -> Response:
    """200 while the database answers."""
    with request.app.state.outreach.database.read() as session:
        session.connection().exec_driver_sql("SELECT 1")
    return PlainTextResponse("ok\n")


def _ours(path: str) -> str:
    """Only a path of this site: an open redirect would lend our name to a stranger's page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
