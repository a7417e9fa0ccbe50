"""The administrator's pages."""

import re

from outreach.accounts import Grant, Role
from outreach.accounts.grants import Scope
from outreach.accounts.store import get_user
from outreach.audit.store import list_entries
from outreach.notices.store import get_choice
from outreach.wiring import App
from tests.web.conftest import Browser
from tests.world import Ground

FORM = {"name": "new_nora", "full_name": "Nora New", "role": ["staff", "coordinator"], "language": ["ja"]}


def link_on(page: str) -> str:
    found = re.search(r'id="invitation">https://desk\.example([^<]+)<', page)
    assert found is not None
    return found[1]


def test_a_user_without_a_role_is_one_sentence(browser: Browser) -> None:
    answer = browser("admin_ada").post("/admin/users", data={**FORM, "role": []})
    assert answer.status_code == 422
    assert "needs at least one role" in answer.text


def test_an_invitation_is_shown_once_and_works_once(browser: Browser) -> None:
    admin, nora = browser("admin_ada"), browser()
    link = link_on(admin.post("/admin/users", data=FORM).text)
    assert link not in admin.get("/admin/users/new_nora").text
    assert "Nora New" in nora.get(link).text
    words = "a password of her own"
    assert nora.post(link, data={"password": words, "again": "another"}).status_code == 422
    assert nora.post(link, data={"password": "short", "again": "short"}).status_code == 422
    assert nora.post(link, data={"password": words, "again": words}).headers["location"] == "/sign-in"
    assert nora.post("/sign-in", data={"name": "new_nora", "password": words}).status_code == 303
    assert nora.get(link).status_code == 404
    assert nora.post(link, data={"password": words, "again": words}).status_code == 404


def test_a_new_invitation_ends_the_one_before(browser: Browser) -> None:
    admin = browser("admin_ada")
    first = link_on(admin.post("/admin/users", data=FORM).text)
    second = link_on(admin.post("/admin/users/new_nora/invite").text)
    assert browser().get(first).status_code == 404
    admin.post("/admin/users/new_nora/disable")
    assert browser().get(second).status_code == 404


def test_an_invited_user_has_the_roles_the_scope_and_the_languages_of_the_invitation(
    browser: Browser, desk: App, ground: Ground
) -> None:
    admin = browser("admin_ada")
    admin.post("/admin/users", data={**FORM, "government": ["JP"], "campaign": str(ground.campaign_id)})
    with desk.database.read() as session:
        nora = get_user(session, "new_nora")
    scope = Scope(ground.campaign_id, frozenset({"JP"}))
    assert set(nora.grants) == {scope.of(Role.STAFF), scope.of(Role.COORDINATOR)}
    assert nora.languages == ("ja",)


def test_roles_are_given_and_taken_away_in_their_scope(browser: Browser, desk: App) -> None:
    admin = browser("admin_ada")
    path = "/admin/users/coordinator_chi/roles"
    given = {"role": "coordinator", "government": ["FR", "JP"]}
    assert admin.post(f"{path}/revoke", data={"role": "coordinator"}).status_code == 409, "the only one"
    assert admin.post(path, data=given).status_code == 303
    assert admin.post(path, data=given).status_code == 409
    assert admin.post(f"{path}/revoke", data={"role": "coordinator"}).status_code == 303
    assert admin.post(f"{path}/revoke", data={"role": "coordinator"}).status_code == 404
    with desk.database.read() as session:
        (grant,) = get_user(session, "coordinator_chi").grants
        actions = [one.action for one in list_entries(session, subject="user:coordinator_chi")]
    assert grant == Grant(Role.COORDINATOR, None, frozenset({"FR", "JP"}))
    assert {"user.role_granted", "user.role_revoked"} <= set(actions)
    assert admin.post(path, data={"role": "admin", "government": ["FR"]}).status_code == 422
    page = admin.get("/admin/users/coordinator_chi").text
    assert "FR, JP" in page


def test_a_disabled_user_is_out_at_once_and_comes_back(browser: Browser) -> None:
    admin, sam = browser("admin_ada"), browser("staff_sam")
    assert admin.post("/admin/users/staff_sam/disable").headers["location"] == "/admin/users/staff_sam"
    assert sam.get("/").status_code == 303
    assert admin.post("/admin/users/staff_sam/disable").status_code == 409
    assert admin.post("/admin/users/staff_sam/enable").status_code == 303
    assert browser("staff_sam").get("/").status_code == 200


def test_an_admin_cannot_lock_everybody_out(browser: Browser, desk: App) -> None:
    admin = browser("admin_ada")
    assert admin.post("/admin/users/admin_ada/disable").status_code == 409
    assert admin.post("/admin/users/admin_ada/roles", data={"role": "staff"}).status_code == 303
    assert admin.post("/admin/users/admin_ada/roles/revoke", data={"role": "admin"}).status_code == 409
    with desk.database.read() as session:
        assert get_user(session, "admin_ada").disabled is False


def test_roles_hold_from_the_next_page(browser: Browser, desk: App) -> None:
    admin, sam = browser("admin_ada"), browser("staff_sam")
    admin.post("/admin/users/staff_sam/roles", data={"role": "admin"})
    assert sam.get("/admin/users").status_code == 200
    admin.post("/admin/users/staff_sam/languages", data={"language": ["en", "he"]})
    with desk.database.read() as session:
        assert get_user(session, "staff_sam").languages == ("en", "he")


def test_a_lost_telephone_is_taken_out(browser: Browser, desk: App) -> None:
    sam, admin = browser("staff_sam"), browser("admin_ada")
    assert admin.post("/admin/users/staff_sam/second-factor").status_code == 409
    sam.post("/account/second-factor")
    assert admin.post("/admin/users/staff_sam/second-factor").status_code == 303
    assert sam.get("/").status_code == 303
    with desk.database.read() as session:
        assert get_user(session, "staff_sam").has_second_factor is False


def test_the_log_is_searched_and_paged(browser: Browser) -> None:
    admin = browser("admin_ada")
    browser("staff_sam")
    page = admin.get("/admin/audit", params={"subject": "user:", "action": "user.signed_in"}).text
    assert "user:staff_sam" in page
    assert page.count("<tr>") == 3
    assert "Nothing like that" in admin.get("/admin/audit", params={"user": "nobody"}).text
    table = admin.get("/admin/audit.csv", params={"subject": "user:staff_sam"}).text
    assert [line.split(",")[3] for line in table.splitlines()[1:]] == ["user.signed_in", "user.added"]


def test_a_changed_ledger_is_told(browser: Browser, desk: App) -> None:
    admin = browser("admin_ada")
    assert "entries hold" in admin.get("/admin/audit/chain").text
    with desk.database.begin() as session:
        session.connection().exec_driver_sql("UPDATE audit_ledger SET actor = 'somebody' WHERE number = 2")
    assert "entry 2 (user.added) was changed" in admin.get("/admin/audit/chain").text


def test_signing_in_is_on_record(browser: Browser) -> None:
    admin = browser("admin_ada")
    browser().post("/sign-in", data={"name": "staff_sam", "password": "no"})
    page = admin.get("/admin/sign-ins", params={"name": "staff_sam"}).text
    assert page.count("refused") == 1


def test_health_is_told_with_its_remedy(browser: Browser) -> None:
    page = browser("admin_ada").get("/admin").text
    assert "Database" in page
    assert "Disk" in page


def test_an_admin_sets_where_the_notices_of_others_go(browser: Browser, desk: App) -> None:
    admin, path = browser("admin_ada"), "/admin/users/coordinator_chi"
    assert admin.post(f"{path}/notices", data={"address": "nobody"}).status_code == 422
    assert admin.post(f"{path}/notices", data={"address": "chi@people.example"}).status_code == 303
    assert "Their notices go to chi@people.example." in admin.get(path).text
    with desk.database.read() as session:
        assert get_choice(session, "coordinator_chi").address == "chi@people.example"
    assert "Notices of the desk come here" in browser("coordinator_chi").get("/account/notices").text
    assert browser("staff_sam").post(f"{path}/notices", data={"address": "a@b.example"}).status_code == 403
    assert admin.post("/admin/users/nobody/notices", data={"address": "a@b.example"}).status_code == 404
