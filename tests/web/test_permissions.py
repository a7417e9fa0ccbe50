"""Every route, with every role: the table decides, and nothing acts by GET."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from outreach.web.app import ROUTERS
from outreach.web.permissions import ROUTES
from tests import databases
from tests.web.conftest import USERS, Browser, browsers, new_desk

ALL = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
IDS = [route.name for route in ALL]


def path_of(route: APIRoute) -> str:
    return re.sub(r"{[^}]*}", "1", route.path)


def ask(client: Any, route: APIRoute, **options: Any) -> Any:
    (method,) = route.methods or {"GET"}
    return client.request(method, path_of(route), **options)


def test_the_table_names_just_the_routes_there_are() -> None:
    assert set(ROUTES) - {"static"} == set(IDS)


@pytest.fixture(scope="module")
def closed_to(sqlite_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """As `browser`, of one desk for all routes: who is refused at every one of them changes nothing."""
    folder = tmp_path_factory.mktemp("closed")
    with databases.sqlite_copy(sqlite_tables, folder) as database, browsers(new_desk(database, folder)) as open_as:
        yield open_as


@pytest.fixture(scope="module")
def nobody(closed_to: Browser) -> TestClient:
    return closed_to()


@pytest.fixture(scope="module")
def tokenless_ada(closed_to: Browser) -> TestClient:
    client = closed_to("admin_ada")
    del client.headers["X-CSRF-Token"]
    return client


@pytest.mark.parametrize("route", ALL, ids=IDS)
def test_nobody_sees_nothing_but_public_pages(route: APIRoute, nobody: TestClient) -> None:
    answer = ask(nobody, route)
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
def test_a_change_without_the_token_is_refused(route: APIRoute, tokenless_ada: TestClient) -> None:
    assert ask(tokenless_ada, route).status_code == 403
    assert tokenless_ada.get("/account").status_code == 200, "still signed in"


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
