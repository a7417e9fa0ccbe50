"""The world, one office, and what people do there."""

import pytest

from outreach.clock import utc_now
from outreach.recipients.propose import propose
from outreach.recipients.status import Channel
from outreach.recipients.store import current_holder, get_contact, list_contacts, list_objections
from outreach.recipients.tables import Office
from outreach.rounds.tables import Round
from outreach.wiring import App
from tests.people import COORDINATOR_CHI
from tests.web.conftest import Browser
from tests.world import NOW, Ground, plan_round


def post_of(desk: App, office: str) -> int:
    with desk.database.read() as session:
        return next(one.id for one in list_contacts(session, office) if one.channel == "post")


def test_the_world_and_its_parts(browser: Browser, ground: Ground) -> None:
    chi = browser("coordinator_chi")
    assert "Israel" in chi.get("/governments").text
    assert "gb-pm" in chi.get("/governments/GB").text
    assert chi.get("/governments/XX").status_code == 404
    assert chi.get("/governments/IL/gb-pm").status_code == 404
    assert "Record the check" not in chi.get("/governments/GB/gb-pm").text


def test_before_the_first_sync_the_page_says_what_to_do(browser: Browser) -> None:
    assert "No government is known yet" in browser("staff_sam").get("/governments").text


def test_a_check_counts_until_the_address_changes(browser: Browser, ground: Ground, desk: App) -> None:
    sam, contact = browser("staff_sam"), post_of(desk, "gb-pm")
    form = {"source": "https://www.gov.uk/contact", "days": "30"}
    answer = sam.post(f"/contacts/{contact}/verify", data=form)
    assert answer.headers["location"] == "/governments/GB/gb-pm"
    shown = sam.get(answer.headers["location"])
    assert "Checked until" in shown.text
    assert "Checked until" not in sam.get(answer.headers["location"]).text.split("<h1>")[0]
    assert "gb-pm" in sam.get("/governments/contacts", params={"state": "checked"}).text
    sam.post(f"/contacts/{contact}/edit", data={"value": "11 Downing Street\r\nLondon\r\n"})
    with desk.database.read() as session:
        edited = get_contact(session, contact)
    assert edited.postal_lines == ("11 Downing Street", "London")
    assert edited.check_expires_at is None


def test_a_contact_that_is_no_address_is_refused_with_its_reason(
    browser: Browser, ground: Ground, desk: App
) -> None:
    sam = browser("staff_sam")
    before = {"Referer": "https://desk.example/governments/GB/gb-pm"}
    answer = sam.post("/offices/gb-pm/contacts", data={"channel": "email", "value": "nobody"}, headers=before)
    assert answer.status_code == 422
    assert "not an e-mail address" in answer.text
    assert 'href="/governments/GB/gb-pm"' in answer.text
    added = sam.post("/offices/gb-pm/contacts", data={"channel": "email", "value": "pm@parliament.example"})
    assert added.status_code == 303


def test_the_holder_is_recorded_with_a_source(browser: Browser, ground: Ground, desk: App) -> None:
    sam = browser("staff_sam")
    form = {"form": "f", "source": "https://www.parliament.uk", "since": "2026-01-01", "until": ""}
    assert sam.post("/offices/gb-commons-speaker/holders", data=form).status_code == 303
    assert sam.post("/offices/gb-commons-speaker/holders", data={**form, "since": "soon"}).status_code == 422
    with desk.database.read() as session:
        holder = current_holder(session, "gb-commons-speaker", utc_now().date())
    assert holder is not None
    assert holder.form == "f"


def test_an_objection_stands_until_staff_lift_it(browser: Browser, ground: Ground, desk: App) -> None:
    chi, sam = browser("coordinator_chi"), browser("staff_sam")
    form = {"who": "private office", "source": "a call", "contact": ""}
    assert chi.post("/offices/gb-pm/objections", data=form).status_code == 303
    assert "Nothing is sent there" in sam.get("/governments/GB/gb-pm").text
    assert "objected" in sam.get("/governments/contacts.csv", params={"q": "gb-pm"}).text
    assert chi.post("/objections/1/lift", data={"reason": "x"}).status_code == 403
    assert sam.post("/objections/1/lift", data={"reason": "withdrawn by letter"}).status_code == 303
    with desk.database.read() as session:
        assert [one.lifted_at is None for one in list_objections(session)] == [False]


@pytest.mark.parametrize("contact", ["x", "-1", "1.5"])
def test_an_objection_to_nonsense_is_refused(contact: str, browser: Browser, ground: Ground) -> None:
    form = {"who": "w", "source": "s", "contact": contact}
    assert browser("staff_sam").post("/offices/gb-pm/objections", data=form).status_code == 422


def test_a_proposed_contact_is_declined_with_a_reason(browser: Browser, ground: Ground, desk: App) -> None:
    with desk.database.begin() as session:
        propose(
            session,
            office_key="gb-pm",
            channel=Channel.WEB_FORM,
            value="https://www.gov.example/form",
            evidence="mail:7",
            actor=COORDINATOR_CHI,
            now=NOW,
        )
    sam = browser("staff_sam")
    assert 'action="/proposals/1/decline"' in sam.get("/governments/GB/gb-pm").text
    assert sam.post("/proposals/1/decline", data={"reason": " "}).status_code == 422
    answer = sam.post("/proposals/1/decline", data={"reason": "for citizens only"})
    assert answer.headers["location"] == "/governments/GB/gb-pm"
    assert "https://www.gov.example/form" not in sam.get("/governments/GB/gb-pm").text
    assert sam.post("/proposals/1/decline", data={"reason": "again"}).status_code == 409


def test_the_map_shows_the_newest_round_that_has_started(browser: Browser, ground: Ground, desk: App) -> None:
    sam = browser("staff_sam")
    with desk.database.begin() as session:
        number = plan_round(session, ground, now=NOW, name="Autumn <round>").id
    assert 'class="world"' not in sam.get("/governments").text
    with desk.database.begin() as session:
        session.get_one(Round, number).started_at = NOW
    page = sam.get("/governments").text
    assert 'aria-label="United Kingdom: asked"' in page
    assert "Autumn &lt;round&gt;" in page
    assert "Autumn <round>" not in page


def test_the_offices_of_a_government_come_by_the_page_and_can_be_searched(
    browser: Browser, ground: Ground, desk: App
) -> None:
    with desk.database.begin() as session:
        model = session.get_one(Office, "gb-petitions").model_dump(exclude={"key", "name"})
        for number in range(60):
            session.add(Office(key=f"gb-seat-{number:02}", name=f"Member for Seat {number:02}", **model))
    sam = browser("staff_sam")
    first, second = sam.get("/governments/GB").text, sam.get("/governments/GB", params={"page": 2}).text
    assert ("Seat 05" in first, "Seat 59" in first) == (True, False)
    assert ("Seat 05" in second, "Seat 59" in second) == (False, True)
    found = sam.get("/governments/GB", params={"q": "seat 41"}).text
    assert ("Seat 41" in found, "Seat 40" in found, "gb-pm" in found) == (True, False, False)
    powers = sam.get("/governments/GB", params={"branch": "executive"}).text
    assert ("gb-pm" in powers, "Seat 05" in powers) == (True, False)
    assert "No office is like that" in sam.get("/governments/GB", params={"q": "nowhere"}).text
