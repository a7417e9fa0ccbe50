"""Long lists as files for a spreadsheet: the same rows as the page, under the same filters and scope."""

from outreach.accounts import Grant, Role
from outreach.accounts.grants import grant_role, revoke_role
from outreach.delivery.status import DeliveryStatus
from outreach.wiring import App
from tests.people import ADMIN_ADA
from tests.web.conftest import Browser
from tests.web.sent import Sent
from tests.world import NOW

ANSWER = {
    "received_on": f"{NOW:%Y-%m-%d}",
    "channel": "phone",
    "summary": "They will look into it.",
    "disclosure": "internal",
    "what-1": "A reply in writing",
    "due-1": "2027-03-01",
}


def test_sign_ins_of_one_name(browser: Browser) -> None:
    admin = browser("admin_ada")
    browser().post("/sign-in", data={"name": "mallory", "password": "no"})
    assert 'href="/admin/sign-ins.csv?name=mallory"' in admin.get("/admin/sign-ins?name=mallory").text
    (head, row) = admin.get("/admin/sign-ins.csv?name=mallory").text.splitlines()
    assert head.endswith("at,name,address,signed in")
    assert ",mallory," in row
    assert row.endswith(",no")
    assert ",admin_ada," in admin.get("/admin/sign-ins.csv").text


def test_what_waits_to_be_handed_over(sent: Sent, browser: Browser) -> None:
    sam = browser("staff_sam")
    assert 'href="/hand-overs.csv?government=GB"' in sam.get("/hand-overs?government=GB").text
    rows = sam.get("/hand-overs.csv?government=GB").text.splitlines()[1:]
    assert {row.split(",")[3] for row in rows} == {key for key in sent.ids if key.startswith("gb-")}
    assert ",The Prime Minister,post,OUT-" in next(row for row in rows if ",gb-pm," in row)


def test_promises_and_next_steps(sent: Sent, browser: Browser) -> None:
    chi, number = browser("coordinator_chi"), sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    assert chi.post("/responses", data=ANSWER | {"delivery": str(number)}).status_code == 303
    step = {"what": "Telephone the clerk", "due_on": "2099-01-02"}
    assert chi.post(f"/deliveries/{number}/follow-ups", data=step).status_code == 303
    for path in ("/responses/promises", "/responses/follow-ups"):
        assert f'href="{path}.csv"' in chi.get(path).text
    promised = chi.get("/responses/promises.csv").text
    assert ",1,GB,gb-pm,The Prime Minister,A reply in writing,2027-03-01,,,\r\n" in promised
    planned = chi.get("/responses/follow-ups.csv").text
    assert f",{number},GB,gb-pm,The Prime Minister,Telephone the clerk,2099-01-02,coordinator_chi\r\n" in planned


def test_a_file_has_no_more_than_the_scope(sent: Sent, desk: App, browser: Browser) -> None:
    with desk.database.begin() as session:
        everywhere, japan = Grant(Role.STAFF), Grant(Role.STAFF, None, frozenset({"JP"}))
        grant_role(session, name="staff_sam", grant=japan, actor=ADMIN_ADA, now=NOW)
        revoke_role(session, name="staff_sam", grant=everywhere, actor=ADMIN_ADA, now=NOW)
    assert ",gb-pm," not in browser("staff_sam").get("/hand-overs.csv").text
    assert ",gb-pm," in browser("coordinator_chi").get("/hand-overs.csv").text
