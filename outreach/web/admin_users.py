"""Users: add and invite, roles and where they hold, languages, disable."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accounts import Grant, Role
from outreach.accounts.add import add_user
from outreach.accounts.disable import disable, enable
from outreach.accounts.grants import Scope, grant_role, revoke_role, set_languages
from outreach.accounts.invite import LASTS, invite
from outreach.accounts.second_factor import drop_second_factor, needs_second_factor
from outreach.accounts.store import get_user, list_tries, list_users
from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.notices.choose import set_address
from outreach.notices.store import get_choice
from outreach.petition.languages import LANGUAGES
from outreach.petition.store import list_campaigns
from outreach.recipients.store import list_governments
from outreach.web.fields import whole
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.paging import listing
from outreach.web.render import page

router = APIRouter()
Text = Annotated[str, Form()]
Words = Annotated[list[str], Form(default_factory=list)]


@router.get("/admin/users")
def users(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        found = list_users(session)
        choices = _choices(session)
    return page(request, "users.html", users=listing(request, found), **choices)


@router.post("/admin/users")
def user_add(
    request: Request,
    here: Here,
    name: Text,
    full_name: Text,
    role: Annotated[list[Role], Form(default_factory=list)],
    language: Words,
    government: Words,
    campaign: Text = "",
) -> Response:
    with here.app.database.begin() as session:
        user = add_user(
            session,
            actor=here.actor,
            now=utc_now(),
            name=name.strip(),
            full_name=full_name,
            roles=role,
            languages=language,
            scope=_scope(campaign, government),
        )
        secret = invite(session, name=user.name, actor=here.actor, now=utc_now())
    return _user_page(request, here, user.name, secret=secret)


@router.get("/admin/users/{name}")
def user(request: Request, here: Here, name: str) -> Response:
    return _user_page(request, here, name)


@router.post("/admin/users/{name}/roles")
def user_grant(
    request: Request, here: Here, name: str, role: Annotated[Role, Form()], government: Words, campaign: Text = ""
) -> Response:
    grant = _scope(campaign, government).of(role)
    with here.app.database.begin() as session:
        grant_role(session, name=name, grant=grant, actor=here.actor, now=utc_now())
    return see(f"/admin/users/{name}", "Given: it holds from the next page that they open.", request)


@router.post("/admin/users/{name}/roles/revoke")
def user_revoke(
    request: Request, here: Here, name: str, role: Annotated[Role, Form()], government: Words, campaign: Text = ""
) -> Response:
    grant = _scope(campaign, government).of(role)
    with here.app.database.begin() as session:
        revoke_role(session, name=name, grant=grant, actor=here.actor, now=utc_now())
    return see(f"/admin/users/{name}", "Taken away: it holds from the next page that they open.", request)


@router.post("/admin/users/{name}/languages")
def user_languages(request: Request, here: Here, name: str, language: Words) -> Response:
    with here.app.database.begin() as session:
        set_languages(session, name=name, languages=language, actor=here.actor, now=utc_now())
    return see(f"/admin/users/{name}", "Languages changed.", request)


@router.post("/admin/users/{name}/notices")
def user_notices(request: Request, here: Here, name: str, address: Text = "") -> Response:
    with here.app.database.begin() as session:
        chosen = set_address(session, name=name, address=address, actor=here.actor, now=utc_now())
    notice = f"Their notices go to {chosen.address}." if chosen.address else "They are told nothing by mail."
    return see(f"/admin/users/{name}", notice, request)


@router.post("/admin/users/{name}/disable")
def user_disable(request: Request, here: Here, name: str) -> Response:
    with here.app.database.begin() as session:
        disable(session, actor=here.actor, name=name, now=utc_now())
    return see(f"/admin/users/{name}", "Disabled, and signed out everywhere.", request)


@router.post("/admin/users/{name}/enable")
def user_enable(request: Request, here: Here, name: str) -> Response:
    with here.app.database.begin() as session:
        enable(session, actor=here.actor, name=name, now=utc_now())
    return see(f"/admin/users/{name}", "Enabled: they can sign in again.", request)


@router.post("/admin/users/{name}/invite")
def user_invite(request: Request, here: Here, name: str) -> Response:
    with here.app.database.begin() as session:
        secret = invite(session, name=name, actor=here.actor, now=utc_now())
    return _user_page(request, here, name, secret=secret)


@router.post("/admin/users/{name}/second-factor")
def user_second_factor(request: Request, here: Here, name: str) -> Response:
    with here.app.database.begin() as session:
        drop_second_factor(session, actor=here.actor, name=name, now=utc_now())
    return see(f"/admin/users/{name}", "The second factor is off; they can set up a new telephone.", request)


def _user_page(request: Request, here: Visitor, name: str, *, secret: str = "") -> Response:
    """`secret` of an invitation is shown once, on the answer to the form that made it."""
    with here.app.database.read() as session:
        shown = get_user(session, name)
        values = {
            "tries": list_tries(session, name=name, limit=20),
            "entries": list_entries(session, subject=f"user:{name}"),
            "choice": get_choice(session, name),
            **_choices(session),
        }
    return page(
        request,
        "user.html",
        user=shown,
        invitation=f"{request.base_url}invitation/{secret}" if secret else "",
        until=utc_now() + LASTS,
        must_have=needs_second_factor(shown.roles, live=here.app.settings.live),
        is_self=name == here.actor.name,
        Grant=Grant,
        **values,
    )


def _choices(session: Session) -> dict[str, Any]:
    campaigns, governments = list_campaigns(session), list_governments(session)
    return {
        "roles": list(Role),
        "languages": LANGUAGES,
        "campaigns": {one.id: one.name for one in campaigns},
        "governments": {one.code: one.name for one in governments},
    }


def _scope(campaign: str, governments: list[str]) -> Scope:
    """What a form says: no campaign is all of them, and so are no governments."""
    return Scope(whole(campaign), frozenset(governments) if governments else None)
