"""A round under way in a real browser: the review, the delivery nobody is sure of, the answer."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from outreach.clock import utc_now
from tests.browser.conftest import Open
from tests.browser.running import Desk
from tests.browser.under_way import set_under_way


@pytest.fixture(scope="module", autouse=True)
def _under_way(desk: Desk) -> None:
    set_under_way(desk.app)


def test_an_organiser_reviews_by_keyboard(open_as: Open) -> None:
    page = open_as("organiser_olga")
    page.get_by_role("heading", name="Parcels that await a review").wait_for()
    page.locator(".task", has_text="Parcels that await a review").get_by_role("listitem").first.get_by_role(
        "link"
    ).click()
    picture = page.get_by_role("img", name="Page 1 of")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 300
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("c")
    page.keyboard.type("The second demand reads wrong.")
    page.get_by_role("button", name="Send it back").click()
    expect(page.get_by_role("status")).to_contain_text("Changes asked for")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Approved:")


def test_staff_settle_what_is_uncertain_and_hand_over_a_letter(open_as: Open, tmp_path: Path) -> None:
    page = open_as("staff_sam")
    page.locator(".task", has_text="Sent or not?").get_by_role("listitem").first.get_by_role("link").click()
    page.get_by_label("it was sent: the server took it").check()
    page.get_by_label("How you know").fill("The relay's log has its Message-ID.")
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("status")).to_contain_text("Settled: it is accepted")
    receipt = tmp_path / "receipt.pdf"
    receipt.write_bytes(b"%PDF-1.4 a receipt")
    page.get_by_role("link", name="Deliveries").first.click()
    page.get_by_role("link", name="wait").first.click()
    pack = page.get_by_role("link", name="United Kingdom, Under way (PDF)").get_attribute("href")
    printed = page.request.get(str(pack))
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_label("Proof in words").fill("Registered letter.")
    page.get_by_label("Photo or scan of the receipt").set_input_files(receipt)
    page.get_by_role("button", name="It is handed over").click()
    expect(page.get_by_role("status")).to_contain_text("is handed over, with its proof")


def test_a_coordinator_matches_a_mail_and_records_an_answer(open_as: Open) -> None:
    page = open_as("coordinator_chi")
    page.locator(".task", has_text="belongs to no delivery").get_by_role("listitem").first.get_by_role(
        "link"
    ).click()
    page.get_by_label("Words of the office’s name").fill("committee")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="It belongs here").first.click()
    expect(page.get_by_role("status")).to_contain_text("It belongs to delivery")
    page.get_by_role("link", name="Inbox").first.click()
    page.get_by_role("row").filter(has_text="needs reader").last.get_by_role("link").first.click()
    page.get_by_role("link", name="Record it as an answer").click()
    page.get_by_label("Suspend exchange in transplantation").select_option("partly")
    page.get_by_label("What it says").fill("Agrees with a part.")
    page.get_by_label("Promise 1").fill("To publish a review")
    scan = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a letter"}
    page.get_by_label("The letter as it came").set_input_files(scan)
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_role("status")).to_contain_text("The answer is recorded")
    expect(page.get_by_role("link", name="letter.pdf")).to_be_visible()
    page.get_by_text("Was it kept?").click()
    page.get_by_label("What became of it").select_option("partly_kept")
    page.get_by_label("Where it can be read").fill("Hansard")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("status")).to_contain_text("Noted; the earlier reading is kept")
    page.get_by_text("Plan the next step").click()
    page.get_by_label("What is to be done").fill("Telephone the clerk")
    page.get_by_label("By", exact=True).fill(utc_now().date().isoformat())
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("status")).to_contain_text("Noted: it shows under Today")
    page.get_by_role("link", name="Responses").first.click()
    page.get_by_role("link", name="Scoreboard").click()
    expect(page.get_by_role("row", name="United Kingdom")).to_contain_text("partly")


def test_a_coordinator_records_an_answer_by_telephone(open_as: Open) -> None:
    page = open_as("coordinator_chi")
    page.get_by_role("link", name="Responses").click()
    page.get_by_role("link", name="Record an answer").click()
    page.get_by_label("Government").select_option("GB")
    page.get_by_role("button", name="Show").click()
    letter = page.get_by_role("table").get_by_role("rowheader").first.get_by_role("link")
    office = letter.inner_text()
    letter.click()
    page.get_by_label("How it came").select_option("phone")
    page.get_by_label("What it says").fill("They will write within three weeks.")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_role("status")).to_contain_text("The answer is recorded")
    page.get_by_role("link", name="Governments").first.click()
    page.get_by_role("link", name="United Kingdom").first.click()
    told = page.get_by_role("listitem").filter(has_text="They will write within three weeks.")
    expect(told).to_contain_text(office)
    expect(told).to_contain_text("phone")


def test_all_sending_is_stopped_and_goes_on(open_as: Open) -> None:
    chi = open_as("coordinator_chi")
    chi.get_by_role("link", name="Deliveries").click()
    chi.get_by_role("link", name="Stop all sending").click()
    chi.get_by_label("Why").fill("The dossier of Japan is wrong")
    chi.get_by_role("button", name="Stop all sending").click()
    expect(chi.get_by_role("status")).to_contain_text("All sending is stopped")
    sam = open_as("staff_sam")
    sam.locator(".task", has_text="All sending is stopped").get_by_role("listitem").get_by_role("link").click()
    sam.get_by_text("Lift the stop").click()
    sam.get_by_role("button", name="Yes, send again").click()
    expect(sam.get_by_role("status")).to_contain_text("Sending goes on")
    expect(sam.get_by_role("row").filter(has_text="The dossier of Japan is wrong")).to_contain_text("staff_sam")


@pytest.mark.browser_full
def test_without_javascript_a_parcel_is_approved_too(open_as: Open, desk: Desk) -> None:
    set_under_way(desk.app, name="Another round")
    page = open_as("organiser_olga", java_script_enabled=False)
    page.goto("/review")
    page.get_by_role("table").last.get_by_role("link").first.click()
    page.get_by_role("button", name="Approve this parcel").click()
    expect(page.get_by_role("status")).to_contain_text("Approved:")
