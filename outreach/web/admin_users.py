"""Users: add, change roles, disable, a new password; and who signed in from where."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.accounts.change_roles import change_roles
from outreach.accounts.disable import disable, enable
from outreach.accounts.second_factor import drop_second_factor
from outreach.accounts.set_password import set_password
from outreach.accounts.store import count_tries, get_user, list_tries, list_users
from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.notices.store import get_choice
from outreach.petition.languages import LANGUAGES
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.paging import PER_PAGE, listing, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
Roles = Annotated[list[Role], Form()]
Languages = Annotated[list[str], Form()]


@router.get("/admin/users")
def users(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        found = list_users(session)
    return page(request, "users.html", users=listing(request, found), roles=list(Role), languages=LANGUAGES)


@router.post("/admin/users")
def user_add(
    request: Request,
    here: Here,
    name: Annotated[str, Form()],
    full_name: Annotated[str, Form()],
    role: Roles,
    language: Languages = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    password = _new_password()
    with here.app.database.begin() as session:
        user = add_user(
            session,
            actor=here.actor,
            now=utc_now(),
            name=name.strip(),
            full_name=full_name.strip(),
            roles=role,
            languages=language,
        )
        set_password(session, actor=here.actor, name=user.name, password=password, now=utc_now())
    return _user_page(request, here, user.name, password=password)


@router.get("/admin/users/{name}")
def user(request: Request, here: Here, name: str) -> Response:
    return _user_page(request, here, name)


@router.post("/admin/users/{name}/roles")
def user_roles(
    request: Request,
    here: Here,
    name: str,
    role: Roles,
    language: Languages = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    with here.app.database.begin() as session:
        change_roles(session, actor=here.actor, name=name, roles=role, languages=language, now=utc_now())
    return see(f"/admin/users/{name}", "Changed: it holds from the next page that they open.", request)


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


@router.post("/admin/users/{name}/password")
def user_password(request: Request, here: Here, name: str) -> Response:
    password = _new_password()
    with here.app.database.begin() as session:
        set_password(session, actor=here.actor, name=name, password=password, now=utc_now())
    if name == here.actor.name:
        return page(request, "new_password.html", password=password)
    return _user_page(request, here, name, password=password)


@router.post("/admin/users/{name}/second-factor")
def user_second_factor(request: Request, here: Here, name: str) -> Response:
    with here.app.database.begin() as session:
        drop_second_factor(session, actor=here.actor, name=name, now=utc_now())
    return see(f"/admin/users/{name}", "The second factor is off; they can set up a new telephone.", request)


@router.get("/admin/sign-ins")
def sign_ins(request: Request, here: Here, name: str = "") -> Response:
    with here.app.database.read() as session:
        tries = list_tries(session, name=name or None, limit=PER_PAGE, offset=offset_of(request))
        total = count_tries(session, name=name or None)
    return page(request, "sign_ins.html", tries=listing_of(request, tries, total=total), asked=name)


def _user_page(request: Request, here: Visitor, name: str, *, password: str = "") -> Response:
    """`password` is shown once, on the answer to the form that made it: it never stands in an address."""
    with here.app.database.read() as session:
        shown = get_user(session, name)
        tries = list_tries(session, name=name, limit=20)
        entries = list_entries(session, subject=f"user:{name}")
        choice = get_choice(session, name)
    return page(
        request,
        "user.html",
        user=shown,
        tries=tries,
        entries=entries,
        choice=choice,
        password=password,
        roles=list(Role),
        languages=LANGUAGES,
        is_self=name == here.actor.name,
    )


def _new_password() -> str:
    """Sixteen letters and digits in four groups, easy to read out: 80 bits."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))
