"""After a change: back to a page (POST, redirect, GET) that says once what was done.

The sentence travels in a cookie, not in the address: an address can be shared, and nobody else can put words on
a page of ours.
"""

from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

COOKIE = "outreach_notice"
SECONDS = 60


def see(path: str, notice: str, request: Request) -> Response:
    """Send the browser to `path`, which shows `notice` once (nothing when it is empty)."""
    response = RedirectResponse(path, status_code=303)
    if not notice:
        return response
    response.set_cookie(
        COOKIE,
        quote(notice[:500]),
        max_age=SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )
    return response


def find_notice(request: Request) -> str:
    """The sentence that waits to be shown, or nothing."""
    return unquote(request.cookies.get(COOKIE, ""))


def forget_notice(response: Response) -> None:
    """It was shown."""
    response.delete_cookie(COOKIE, path="/")
