"""Formal routes on the desk: in the plan, in the review, and where a person hands something over."""

import pytest

from outreach.reviews.store import list_parcels
from tests.web.conftest import Browser
from tests.web.sent import Sent
from tests.world import NOW, Ground

SEEN = "Find a Member of Parliament who will present it"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("reviews", "review", "review_acts"):
        monkeypatch.setattr(f"outreach.web.{module}.utc_now", lambda: NOW)


def test_the_plan_shows_them_before_and_after_it_is_made(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    answers = {
        "version": ground.version_id,
        "snapshot": ground.snapshot_id,
        "government": ["GB"],
        "name": "Spring",
    }
    check = sam.get("/rounds/new", params={**answers, "step": "check", "choose_forms": "yes"}).text
    assert "House of Commons paper petition: a text of its own" in check
    planned = sam.post("/rounds/new", data={**answers, "choose_forms": "yes"}).headers["location"]
    page = sam.get(planned).text
    assert 'href="#route-gb-paper"' in page
    assert 'id="route-gb-paper"' in page
    assert (
        "A person has to do it: a member of that parliament has to present or authorise it; it has to be signed"
        in page
    )
    assert "And the petitioners remain, etc." in page
    assert "not the text that people signed" in page
    assert "House of Commons paper petition" in sam.get(f"{planned}/offices.csv").text


def test_review_and_hand_over_show_what_a_person_needs(sent: Sent, browser: Browser) -> None:
    with sent.desk.database.read() as session:
        parcels = {one.manifest.office_key: one for one in list_parcels(session, round_id=sent.round_id)}
    olga = browser("organiser_olga")
    review = olga.get(f"/review/{parcels['gb-petitions'].id}").text
    for words in (
        "Formal route: House of Commons paper petition",
        SEEN,
        "154 words",
        "draft: no native reader named",
    ):
        assert words in review, words
    assert "Formal route" not in olga.get(f"/review/{parcels['gb-foreign'].id}").text
    delivery = browser("staff_sam").get(f"/deliveries/{sent.ids['gb-petitions']}").text
    assert SEEN in delivery
    assert "The petition of ____" in delivery
