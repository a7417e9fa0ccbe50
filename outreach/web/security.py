"""Headers that keep a page to itself: no script but ours, no frame, no request to another host."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


DOWNLOAD_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""A file that came from outside is saved, never shown; a browser that shows it all the same may do nothing."""


LARGEST_BODY = 6 * 1024 * 1024
"""Bytes of a form with its files. Forms are parsed before anybody is asked who they are."""


async def limit_body(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse what is too large before reading it; browsers say the length of each form."""
    stated = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers or not stated.isdigit():
        return PlainTextResponse("Say the length of the form (Content-Length).\n", status_code=411)
    if int(stated) > LARGEST_BODY:
        sentence = f"That is too large: at most {LARGEST_BODY // 1024**2} MB can be sent here.\n"
        return PlainTextResponse(sentence, status_code=413)
    return await call_next(request)


async def add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Put the headers on every answer; a route may set a stricter policy of its own."""
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/static/"):
        response.headers["Cache-Control"] = "public, max-age=86400"
    if request.url.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def download(content: bytes, name: str, *, media_type: str = "application/octet-stream") -> Response:
    """A file to be saved under `name` (ASCII, no quotes)."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": DOWNLOAD_POLICY,
    }
    return Response(content, media_type=media_type, headers=headers)
