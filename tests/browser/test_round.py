"""A round wholly from the desk: staff plan, build, rehearse and start it, an organiser reviews it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.accounts.tables import User
from outreach.clock import utc_now
from outreach.db import Database
from outreach.signatures.disclose import disclosure_of
from tests.browser.conftest import Open
from tests.browser.running import Desk
from tests.packed import pack, put_documents
from tests.people import ADMIN_ADA
from tests.web.conftest import one_hash

BUILT_WITHIN = 300_000
"""Milliseconds that a small build may take on a machine that has other things to do."""


def test_a_round_goes_its_whole_way(open_as: Open, desk: Desk) -> None:
    sam = open_as("staff_sam")
    plan(sam)
    address = sam.url
    build(sam)
    sam.get_by_role("link", name="What stands in the way").click()
    expect(sam.get_by_role("heading", level=1)).to_be_visible()
    sam.goto(address)
    sam.get_by_role("button", name="Rehearse").click()
    expect(sam.get_by_text("Rehearsed")).to_be_visible(timeout=BUILT_WITHIN)
    expect(sam.get_by_text("is not approved").first).to_be_attached()

    olga = open_as("organiser_olga")
    menu(olga, "Review")
    for _ in range(2):
        # A first letter is opened by itself before it can be approved together with others.
        olga.get_by_role("row").filter(has_text="first letter: open it").get_by_role("link").first.click()
        expect(olga.get_by_role("img", name="Page 1 of")).to_have_js_property("complete", True)
        menu(olga, "Review")
    olga.get_by_role("button", name="Choose all").click()
    olga.get_by_role("button", name="Approve those chosen").click()
    expect(olga.get_by_role("status")).to_contain_text("Approved 2 parcels; 2 of them you had opened")

    sam.reload()
    sam.get_by_text("Start it", exact=True).click()
    sam.get_by_role("button", name="Start the round").click()
    expect(sam.get_by_role("status")).to_contain_text("Started: 2 letters leave as their windows open")
    sam.get_by_role("button", name="Pause: nothing more leaves").click()
    expect(sam.get_by_role("status")).to_contain_text("Paused")
    expect(sam.get_by_text("nothing leaves until staff resume it")).to_be_visible()
    sam.get_by_role("button", name="Resume").click()
    expect(sam.locator("#work")).to_contain_text("2 to hand over")
    sam.get_by_role("link", name="To the hand-overs").click()
    expect(sam.get_by_role("row").filter(has_text="Petitions Committee")).to_contain_text("post it")


def test_the_planner_sees_why_another_person_must_approve(open_as: Open, desk: Desk) -> None:
    add_both(desk.app.database)
    page = open_as("both_bea")
    plan(page, name="Bea’s own")
    pack_by_others(
        desk.app.database, round_id=int(page.url.partition("#")[0].partition("?")[0].rpartition("/")[2])
    )
    menu(page, "Review")
    row = page.get_by_role("row").filter(has_text="both_bea planned the round").first
    row.get_by_role("link").click()
    expect(page.get_by_text("both_bea planned the round and may not approve")).to_be_visible()
    expect(page.get_by_role("button", name="Approve this parcel")).to_have_count(0)


def test_a_build_is_seen_by_others_and_can_be_stopped(open_as: Open) -> None:
    sam = open_as("staff_sam")
    plan(sam, name="Stopped")
    sam.get_by_role("button", name="Build and pack").click()
    other = open_as("coordinator_chi")
    other.goto(sam.url.partition("#")[0])
    expect(other.locator("#work")).to_contain_text("asked for by staff_sam")
    sam.get_by_role("button", name="Stop it").click()
    expect(sam.locator("#work")).to_contain_text("was stopped by staff_sam", timeout=BUILT_WITHIN)
    expect(other.locator("#work")).to_contain_text("was stopped by staff_sam", timeout=BUILT_WITHIN)


@pytest.mark.browser_full
def test_without_javascript_a_round_is_built_too(open_as: Open) -> None:
    page = open_as("staff_sam", java_script_enabled=False)
    plan(page, name="Plain")
    page.get_by_role("button", name="Build and pack").click()
    again, built = page.get_by_role("link", name="Look again"), page.get_by_text("2 letters and 1 dossiers")
    for _ in range(BUILT_WITHIN // 1000):
        if built.count():
            break
        page.wait_for_timeout(1000)
        again.click()
    expect(built).to_be_visible()


def plan(page: Page, *, name: str = "From the desk") -> None:
    """Two offices of one government, to leave today."""
    menu(page, "Rounds")
    page.get_by_role("link", name="Plan a round").click()
    page.get_by_role("button", name="Next: counts").click()
    page.get_by_role("button", name="Next: governments").click()
    for other in ("Israel", "Japan"):
        page.get_by_label(other).uncheck()
    page.get_by_role("button", name="Next: offices").click()
    page.get_by_text("Only single offices").click()
    for office in ("Prime Minister", "Petitions Committee"):
        page.get_by_role("group", name="United Kingdom").get_by_label(office).first.check()
    page.get_by_label("post", exact=True).check()
    page.get_by_role("button", name="Next: name and rules").click()
    page.get_by_label("Name of the round").fill(name)
    page.get_by_label("Dispatch day").fill((utc_now() + timedelta(days=0)).date().isoformat())
    page.get_by_label("take the first form of address").check()
    page.get_by_role("button", name="Next: check").click()
    expect(page.get_by_text("offices are written to")).to_contain_text("2")
    page.get_by_role("button", name="Plan this round").click()
    expect(page.get_by_role("status")).to_contain_text("now build its documents")


def menu(page: Page, entry: str) -> None:
    """By the menu, as from any page."""
    page.get_by_role("navigation", name="Menu").get_by_role("link", name=entry).click()


def build(page: Page) -> None:
    """Press, and wait until the page itself says that it is done."""
    page.get_by_role("button", name="Build and pack").click()
    expect(page.locator("#work progress")).to_be_visible()
    expect(page.get_by_text("2 letters and 1 dossiers")).to_be_visible(timeout=BUILT_WITHIN)


def pack_by_others(database: Database, *, round_id: int) -> None:
    """What a build leaves; the pages themselves are not looked at."""
    now = utc_now()
    with database.begin() as session:
        disclosure_of(session, snapshot_id=1, limit=10, now=now)
        put_documents(session, round_id, now=now)
        assert pack(session, round_id, now=now).problems == ()


def add_both(database: Database) -> None:
    """A user who is staff and organiser: four eyes hold for them too."""
    name, roles = "both_bea", [Role.STAFF, Role.ORGANISER]
    with database.begin() as session:
        add_user(session, actor=ADMIN_ADA, now=utc_now(), name=name, full_name=name, roles=roles)
        session.execute(update(User).values(password_hash=one_hash()))
