"""The second factor at the desk: compulsory in live mode for organisers and admins, and shown once."""

import base64
import html
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote_to_bytes

import pyotp
import pytest
from fastapi.testclient import TestClient

from outreach.accounts.sign_in import TRIES
from outreach.accounts.store import get_user
from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.web.app import create_app
from outreach.web.permissions import ROUTES, SETS_UP
from outreach.wiring import App
from tests.web.conftest import PASSWORD
from tests.web.test_permissions import ALL, ask


@pytest.fixture
def live(desk: App) -> App:
    return replace(desk, settings=desk.settings.model_copy(update={"live": True}))


def enter(app: App, name: str, *, code: str = "") -> TestClient:
    client = TestClient(create_app(app), base_url="https://desk.example", follow_redirects=False)
    answer = client.post("/sign-in", data={"name": name, "password": PASSWORD, "code": code})
    assert answer.status_code == 303, answer.text
    take_token(client, client.get("/account/second-factor").text)
    return client


def take_token(client: TestClient, page: str) -> None:
    client.headers["X-CSRF-Token"] = page.split('name="csrf" value="')[1].split('"')[0]


def scan(client: TestClient) -> pyotp.TOTP:
    """What an authenticator reads."""
    assert client.post("/account/second-factor").headers["location"] == "/account/second-factor"
    page = client.get("/account/second-factor").text
    address = re.search(r'href="(otpauth://[^"]+)"', page)
    assert address
    totp = pyotp.parse_uri(html.unescape(address[1]))
    assert isinstance(totp, pyotp.TOTP)
    return totp


def set_up(client: TestClient, totp: pyotp.TOTP, **more: str) -> list[str]:
    page = client.post("/account/second-factor/confirm", data={"code": totp.at(utc_now()), **more})
    assert page.status_code == 200, page.text
    take_token(client, page.text)
    return re.findall(r"<li><code>([0-9a-f]+)</code>", page.text)


@pytest.mark.parametrize("name", ["organiser_olga", "admin_ada"])
def test_live_they_reach_only_the_page_that_sets_it_up(live: App, name: str) -> None:
    client = enter(live, name)
    for route in ALL:
        if ROUTES[route.name] is None or route.name in SETS_UP:
            continue
        answer = ask(client, route)
        if route.methods == {"GET"}:
            assert (answer.status_code, answer.headers["location"]) == (303, "/account/second-factor"), route.name
        else:
            assert answer.status_code == 403, route.name
            assert "Nothing was changed" in answer.text
    page = client.get("/account/second-factor").text
    assert "Before you go on" in page
    assert 'href="/rounds"' not in page


@pytest.mark.parametrize("name", ["staff_sam", "coordinator_chi"])
def test_live_the_others_are_free_to(live: App, name: str) -> None:
    client = enter(live, name)
    assert client.get("/").status_code == 200
    assert "Before you go on" not in client.get("/account/second-factor").text


@pytest.mark.parametrize("name", ["organiser_olga", "admin_ada"])
def test_in_the_sandbox_all_are_free_to(desk: App, name: str) -> None:
    assert enter(desk, name).get("/").status_code == 200


def test_it_is_set_up_with_a_picture_and_recovery_codes_shown_once(live: App) -> None:
    olga = enter(live, "organiser_olga")
    totp = scan(olga)
    page = olga.get("/account/second-factor").text
    picture = re.search(r'class="qr" src="data:image/svg\+xml([^"]*)"', page)
    assert picture
    head, _, content = picture[1].partition(",")
    svg = base64.b64decode(content) if "base64" in head else unquote_to_bytes(html.unescape(content))
    assert svg.lstrip().startswith((b"<svg", b"<?xml"))
    before = olga.cookies["outreach_session"]
    codes = set_up(olga, totp)
    assert len(codes) == 8
    assert olga.cookies["outreach_session"] != before, "a session that may do more has a new secret"
    assert olga.get("/").status_code == 200
    assert codes[0] not in olga.get("/account/second-factor").text
    stale = TestClient(create_app(live), base_url="https://desk.example", follow_redirects=False)
    stale.cookies.set("outreach_session", before)
    assert stale.get("/").headers["location"].startswith("/sign-in")


def test_afterwards_the_password_alone_does_not_open(live: App) -> None:
    codes = set_up(olga := enter(live, "organiser_olga"), scan(olga))
    wrong = TestClient(create_app(live), base_url="https://desk.example").post(
        "/sign-in", data={"name": "organiser_olga", "password": PASSWORD}
    )
    assert wrong.status_code == 401
    assert enter(live, "organiser_olga", code=codes[0]).get("/").status_code == 200


def test_a_wrong_code_shows_the_same_picture_again_and_counts_as_a_try(live: App) -> None:
    olga = enter(live, "organiser_olga")
    totp = scan(olga)
    wrong = totp.at(utc_now() + timedelta(hours=3))
    for _ in range(TRIES):
        answer = olga.post("/account/second-factor/confirm", data={"code": wrong})
        assert answer.status_code == 422
        assert "does not fit" in answer.text
        assert totp.secret in answer.text
    answer = olga.post("/account/second-factor/confirm", data={"code": totp.at(utc_now())})
    assert answer.status_code == 403
    assert "Too many tries" in answer.text


def test_an_open_browser_alone_does_not_replace_it(live: App) -> None:
    olga = enter(live, "organiser_olga")
    codes = set_up(olga, scan(olga))
    new = scan(olga)
    assert olga.post("/account/second-factor/confirm", data={"code": new.at(utc_now())}).status_code == 422
    assert set_up(olga, new, earlier=codes[0])


def test_an_admin_takes_a_lost_one_out_and_the_ledger_says_so(live: App) -> None:
    olga = enter(live, "organiser_olga")
    set_up(olga, scan(olga))
    ada = enter(live, "admin_ada")
    set_up(ada, scan(ada))
    assert ada.post("/admin/users/organiser_olga/second-factor").status_code == 303
    assert olga.get("/").headers["location"].startswith("/sign-in")
    with live.database.read() as session:
        assert not get_user(session, "organiser_olga").has_second_factor
        entries = list_entries(session, subject="user:organiser_olga")
    assert ("admin_ada", "user.second_factor_off") in {(one.actor, one.action) for one in entries}


def test_who_becomes_an_organiser_sets_it_up_on_the_next_page(live: App) -> None:
    sam = enter(live, "staff_sam")
    ada = enter(live, "admin_ada")
    set_up(ada, scan(ada))
    ada.post("/admin/users/staff_sam/roles", data={"role": "organiser"})
    assert sam.get("/").headers["location"] == "/account/second-factor"


def test_the_password_is_changed_by_who_knows_it(desk: App) -> None:
    sam = enter(desk, "staff_sam")
    form = {"earlier": "not the one that holds", "password": "another long sentence"}
    assert sam.post("/account/password", data=form).status_code == 422
    assert sam.post("/account/password", data={**form, "earlier": PASSWORD}).status_code == 303
    assert sam.get("/").headers["location"].startswith("/sign-in")
