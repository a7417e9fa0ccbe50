"""Every route, with every role: the table decides, and nothing acts by GET."""

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute

from outreach.web.app import ROUTERS
from outreach.web.permissions import ROUTES
from tests.web.conftest import USERS, Browser

ALL = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
IDS = [route.name for route in ALL]


def path_of(route: APIRoute) -> str:
    return re.sub(r"{[^}]*}", "1", route.path)


def ask(client: Any, route: APIRoute, **options: Any) -> Any:
    (method,) = route.methods or {"GET"}
    return client.request(method, path_of(route), **options)


def test_the_table_names_just_the_routes_there_are() -> None:
    assert set(ROUTES) - {"static"} == set(IDS)


@pytest.mark.parametrize("route", ALL, ids=IDS)
def test_nobody_sees_nothing_but_public_pages(route: APIRoute, browser: Browser) -> None:
    answer = ask(browser(), route)
    if ROUTES[route.name] is None:
        assert answer.status_code != 303 or "/sign-in?to=" not in answer.headers["location"]
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?to=")


@pytest.mark.parametrize("name", USERS)
def test_each_role_is_refused_what_the_table_refuses(name: str, browser: Browser) -> None:
    client = browser(name)
    for route in ALL:
        allowed = ROUTES[route.name]
        if allowed is None or route.name == "sign_out_submit":
            continue
        refused = ask(client, route).status_code == 403
        assert refused is (USERS[name] not in allowed), route.name


@pytest.mark.parametrize(
    "route", [r for r in ALL if r.methods == {"POST"} and ROUTES[r.name]], ids=lambda r: r.name
)
def test_a_change_without_the_token_is_refused(route: APIRoute, browser: Browser) -> None:
    client = browser("admin_ada")
    del client.headers["X-CSRF-Token"]
    assert ask(client, route).status_code == 403


def test_a_form_of_another_site_is_refused(browser: Browser) -> None:
    answer = browser("staff_sam").post("/sign-out", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_the_way_back_after_signing_in_is_ours(browser: Browser) -> None:
    for stranger in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
        assert 'name="to" value="/"' in browser().get("/sign-in", params={"to": stranger}).text


def test_pages_keep_to_themselves(browser: Browser) -> None:
    headers = browser().get("/sign-in").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_a_wrong_password_says_no_more_than_wrong(browser: Browser) -> None:
    known = browser().post("/sign-in", data={"name": "staff_sam", "password": "no"})
    unknown = browser().post("/sign-in", data={"name": "nobody", "password": "no"})
    assert known.status_code == unknown.status_code == 401
    assert known.text == unknown.text
