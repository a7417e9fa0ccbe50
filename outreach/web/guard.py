"""Who is asking, and whether they may: one dependency for every route.

Every change needs a signed-in user with the role, the session's own CSRF token (in the form, or in the
header `X-CSRF-Token`) and, where the browser sends one, an Origin of ours.
"""

import hmac
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from outreach.accounts import Actor, Role
from outreach.accounts.second_factor import needs_second_factor
from outreach.accounts.sign_in import SignedIn, find_signed_in
from outreach.clock import utc_now
from outreach.errors import NotAllowed
from outreach.interface.speech import speak
from outreach.web.permissions import ROUTES, SETS_UP
from outreach.web.places import places_of, refuse_unseen
from outreach.wiring import App

COOKIE = "outreach_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInNeeded(Exception):
    """Nobody is signed in; the page asks for it and comes back."""


class SecondFactorNeeded(Exception):
    """The visitor must set a second factor up before anything else."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the desk: the installation and the live session."""

    app: App
    signed_in: SignedIn

    @property
    def actor(self) -> Actor:
        return self.signed_in.actor


async def guard(request: Request) -> None:
    """Refuse what the table does not allow. Puts the session on `request.state.signed_in` (or None)."""
    speak(request.app.state.speech)
    name = request.scope["route"].name
    if name not in ROUTES:
        raise NotAllowed(f"The page {name} is not in the table of permissions.")
    allowed: frozenset[Role] | None = ROUTES[name]
    signed_in = await run_in_threadpool(_signed_in, request)
    request.state.signed_in = signed_in
    request.state.must_set_up = signed_in is not None and _must_set_up(request, signed_in)
    if request.method not in SAFE:
        _check_origin(request)
    if allowed is None:
        return
    if signed_in is None:
        raise SignInNeeded
    if request.state.must_set_up and name not in SETS_UP:
        raise SecondFactorNeeded
    signed_in.actor.require_role(*allowed)
    await run_in_threadpool(_check_scope, request, signed_in.actor, allowed)
    if request.method not in SAFE:
        await _check_csrf(request, signed_in)


def visitor(request: Request) -> Visitor:
    """The dependency for pages behind the sign-in."""
    return Visitor(request.app.state.outreach, request.state.signed_in)


Here = Annotated[Visitor, Depends(visitor)]
"""The parameter of a page behind the sign-in."""


def keep_signed_in(response: Response, secret: str, request: Request) -> None:
    """Give the browser the secret of its session: not for scripts, not for other sites, not over plain HTTP."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, secret, httponly=True, samesite="strict", secure=secure, path="/")


def _signed_in(request: Request) -> SignedIn | None:
    secret = request.cookies.get(COOKIE)
    if not secret:
        return None
    with request.app.state.outreach.database.read() as session:
        return find_signed_in(session, secret, now=utc_now())


def _check_scope(request: Request, actor: Actor, allowed: frozenset[Role]) -> None:
    """What lies outside the visitor's scope is not there for them; within it a change needs a role that covers all
    that it concerns. The places stay on the request, so that a page can ask which buttons it shows."""
    if not actor.limits:
        return
    with request.app.state.outreach.database.read() as session:
        request.state.places = places_of(session, request.path_params)
    for place in request.state.places:
        if request.method in SAFE:
            refuse_unseen(actor, place, *allowed)
        else:
            refuse_unseen(actor, place)
            actor.require(*allowed, campaign=place.campaign, governments=place.governments)


def _must_set_up(request: Request, signed_in: SignedIn) -> bool:
    live = request.app.state.outreach.settings.live
    return not signed_in.second_factor and needs_second_factor(signed_in.actor.roles, live=live)


def _check_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise NotAllowed("This form came from another site; open the page here and try again.")


async def _check_csrf(request: Request, signed_in: SignedIn) -> None:
    given = request.headers.get("x-csrf-token") or (await request.form()).get("csrf") or ""
    if not hmac.compare_digest(str(given), signed_in.csrf):
        raise NotAllowed("This form is out of date; reload the page and try again.")
