"""The administrator's pages."""

import re

from outreach.accounts.store import get_user
from outreach.wiring import App
from tests.web.conftest import Browser


def test_a_new_user_signs_in_with_the_password_shown_once(browser: Browser) -> None:
    admin = browser("admin_ada")
    form = {"name": "new_nora", "full_name": "Nora New", "role": ["staff", "coordinator"], "language": ["ja"]}
    page = admin.post("/admin/users", data=form).text
    password = re.search(r'class="secret">([^<]+)<', page)
    assert password is not None
    assert password[1] not in admin.get("/admin/users/new_nora").text
    answer = browser().post("/sign-in", data={"name": "new_nora", "password": password[1]})
    assert answer.status_code == 303


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
    assert admin.post("/admin/users/admin_ada/roles", data={"role": "staff"}).status_code == 409
    with desk.database.read() as session:
        assert get_user(session, "admin_ada").disabled is False


def test_roles_hold_from_the_next_page(browser: Browser) -> None:
    admin, sam = browser("admin_ada"), browser("staff_sam")
    admin.post("/admin/users/staff_sam/roles", data={"role": ["staff", "admin"], "language": ["en", "he"]})
    assert sam.get("/admin/users").status_code == 200


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
