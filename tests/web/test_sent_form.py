"""A short form with a mistake comes back on its page, as it was filled in, with the sentence in it."""

from outreach.accounts import Role
from outreach.accounts.store import list_users
from outreach.wiring import App
from tests.web.conftest import Browser
from tests.world import Ground

USERS = "https://desk.example/admin/users"
FORM = {
    "name": "Nora!",
    "full_name": "Nora <New>",
    "role": ["staff"],
    "language": ["ja"],
    "government": ["GB"],
}


def test_all_that_was_filled_in_is_still_there(browser: Browser, desk: App, ground: Ground) -> None:
    answer = browser("admin_ada").post("/admin/users", data=FORM, headers={"Referer": f"{USERS}?page=1"})
    assert answer.status_code == 422
    form = answer.text.split('action="/admin/users"')[1].partition("</form>")[0]
    assert 'role="alert"' in form
    assert "use 2 to 64 of a-z" in form
    assert 'value="Nora!"' in form
    assert 'value="Nora &lt;New&gt;"' in form
    ticked = {row.split('value="')[1].split('"')[0] for row in form.split("<input") if " checked" in row}
    assert ticked == {"staff", "ja", "GB"}
    assert '<details class="confirm" open>' in answer.text
    assert '<base href="/admin/users?page=1">' in answer.text
    with desk.database.read() as session:
        assert "Nora!" not in {one.name for one in list_users(session)}


def test_a_name_that_is_taken_is_said_there_too(browser: Browser) -> None:
    given = {**FORM, "name": "staff_sam", "government": []}
    answer = browser("admin_ada").post("/admin/users", data=given, headers={"Referer": USERS})
    assert answer.status_code == 409
    assert "There is a user" in answer.text.split('action="/admin/users"')[1].partition("</form>")[0]


def test_other_forms_of_the_page_stay_as_they_were(browser: Browser, desk: App) -> None:
    admin, at = browser("admin_ada"), "https://desk.example/admin/users/staff_sam"
    answer = admin.post(f"{at}/notices", data={"address": "nowhere"}, headers={"Referer": at})
    assert answer.status_code == 422
    assert answer.text.count('role="alert"') == 1
    assert 'value="nowhere"' in answer.text
    assert " checked" not in answer.text.split('action="/admin/users/staff_sam/roles"')[1].partition("</form>")[0]
    with desk.database.read() as session:
        assert [one.roles for one in list_users(session) if one.name == "staff_sam"] == [(Role.STAFF,)]


def test_a_page_without_the_form_gives_way_to_the_sentence_alone(browser: Browser) -> None:
    admin = browser("admin_ada")
    for came_from in ("https://desk.example/no-such-page", "https://desk.example/rounds", "https://else.example/"):
        answer = admin.post("/admin/users", data=FORM, headers={"Referer": came_from})
        assert answer.status_code == 422
        assert "That was not done" in answer.text
        assert "use 2 to 64 of a-z" in answer.text


def test_nobody_sees_by_a_wrong_form_what_they_may_not_open(browser: Browser) -> None:
    sam = browser("staff_sam")
    answer = sam.post("/sending/stop", data={"reason": " "}, headers={"Referer": USERS})
    assert "Add a user" not in answer.text
