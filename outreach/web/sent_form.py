"""A short form that was wrong comes back on its page, as it was filled in, with the sentence in it."""

import asyncio
from collections.abc import MutableMapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

OF_THE_BODY = frozenset({b"content-length", b"content-type", b"transfer-encoding"})
FROM_THE_SERVER = ("type", "asgi", "http_version", "server", "client", "scheme", "root_path")


class SentForm:
    """What was sent to `action` and what is wrong with it; nothing at all on any other page.

    A page's forms ask it in their order: `begin` when one opens, then its fields, then `end`.
    """

    def __init__(
        self,
        action: str = "",
        *,
        at: str = "",
        fields: Sequence[tuple[str, str]] = (),
        problems: Sequence[str] = (),
    ) -> None:
        self.action, self.at, self.problems = action, at, problems
        self.was_shown = False
        self._fields = fields
        self._is_open = False

    def is_of(self, action: str) -> bool:
        return bool(self.action) and action == self.action

    def begin(self, action: str) -> str:
        """A form of the page opens; prints nothing."""
        self._is_open = self.is_of(action)
        self.was_shown = self.was_shown or self._is_open
        return ""

    def end(self) -> str:
        """It closes; prints nothing."""
        self._is_open = False
        return ""

    def value(self, name: str, before: object) -> object:
        """What stands in a field: as it was sent in the form that was wrong, else as the page has it."""
        return next((text for key, text in self._fields if key == name), before) if self._is_open else before

    def is_ticked(self, name: str, value: str, before: object) -> bool:
        return (name, str(value)) in self._fields if self._is_open else bool(before)


async def sent_again(request: Request, *, at: str, problems: Sequence[str], status: int) -> Response | None:
    """The page `at` (path and query), from which the form came, with the form as it was sent; None where the page
    is not there for the visitor, or has no such form. Files have to be chosen anew: no page can choose them."""
    fields = [(key, text) for key, text in (await request.form()).multi_items() if isinstance(text, str)]
    sent = SentForm(request.url.path, at=at, fields=fields, problems=problems)
    code, body = await _page(request, at, sent)
    return HTMLResponse(body, status_code=status) if code == 200 and sent.was_shown else None


async def _page(request: Request, at: str, sent: SentForm) -> tuple[int, bytes]:
    """What the desk answers to the visitor's own GET of `at`, with the same guard."""
    parts = urlsplit(at)
    scope = {key: request.scope[key] for key in FROM_THE_SERVER if key in request.scope} | {
        "method": "GET",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [pair for pair in request.scope["headers"] if pair[0] not in OF_THE_BODY],
        "state": {"sent": sent},
    }
    code, pieces, is_asked = 0, list[bytes](), asyncio.Event()
    is_asked.set()

    async def receive() -> MutableMapping[str, Any]:
        # The visitor is there until the page is made.
        await is_asked.wait()
        is_asked.clear()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal code
        code = message.get("status", code)
        pieces.append(message.get("body", b""))

    await request.app(scope, receive, send)
    return code, b"".join(pieces)
