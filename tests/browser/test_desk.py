"""Each role's main job, from sign-in to result, at the width of a desk."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from outreach.clock import utc_now
from tests.browser.conftest import Open


def test_staff_check_a_contact_against_an_official_page(open_as: Open) -> None:
    page = open_as("staff_sam")
    page.get_by_role("link", name="Governments").click()
    page.get_by_role("link", name="United Kingdom").click()
    page.get_by_role("link", name="Prime Minister").first.click()
    post = page.locator("section.card", has=page.get_by_role("heading", name="post"))
    post.get_by_text("I compared it with an official page").click()
    post.get_by_label("Address of the official page").fill("https://www.gov.uk/contact")
    post.get_by_role("button", name="Record the check").click()
    expect(page.get_by_role("status")).to_contain_text("Checked until")
    expect(post.get_by_text("staff_sam compared it with https://www.gov.uk/contact")).to_be_visible()


def test_staff_plan_a_round_and_give_it_its_day(open_as: Open) -> None:
    page = open_as("staff_sam")
    page.get_by_role("link", name="Rounds").click()
    page.get_by_role("link", name="Plan a round").click()
    page.get_by_role("button", name="Next: counts").click()
    page.get_by_role("button", name="Next: governments").click()
    page.get_by_label("Israel").uncheck()
    page.get_by_role("button", name="Next: offices").click()
    page.get_by_role("button", name="Next: name and rules").click()
    page.get_by_label("Name of the round").fill("First trial")
    page.get_by_label("take the first form of address").check()
    page.get_by_role("button", name="Next: check").click()
    page.get_by_role("button", name="Plan this round").click()
    expect(page.get_by_role("status")).to_contain_text("Planned")
    page.get_by_label("Dispatch day").fill((utc_now() + timedelta(days=30)).date().isoformat())
    page.get_by_role("button", name="Schedule it").click()
    expect(page.get_by_role("row", name="Japan")).to_contain_text("09:00 (UTC+9)")


def test_an_organiser_reads_a_text_and_withdraws_wrong_counts(open_as: Open, tmp_path: Path) -> None:
    page = open_as("organiser_olga")
    page.get_by_role("link", name="Petition").click()
    page.get_by_role("link", name="Hebrew").click()
    expect(page.locator("article")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name="Signatures").click()
    counts = tmp_path / "counts.csv"
    counts.write_text("country,count\nGB,oops\n")
    page.get_by_text("Bring in counts from a file").click()
    page.get_by_label("File", exact=True).set_input_files(counts)
    page.get_by_label("Counted on").fill("2026-11-20")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("alert")).to_contain_text("counts.csv:2")
    counts.write_text("country,count\nGB,120\n")
    page.get_by_label("File", exact=True).set_input_files(counts)
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("status")).to_contain_text("counts.csv is snapshot")
    page.get_by_text("Withdraw these counts").click()
    page.get_by_label("Why").fill("counted twice")
    page.get_by_role("button", name="Withdraw them").click()
    expect(page.get_by_text("counted twice").first).to_be_visible()


def test_a_coordinator_records_that_an_office_asks_for_silence(open_as: Open) -> None:
    page = open_as("coordinator_chi")
    page.get_by_role("link", name="Governments").click()
    page.get_by_role("link", name="Japan").click()
    page.get_by_role("link", name="The Prime Minister").click()
    page.get_by_text("Record that it asks so").click()
    page.get_by_label("Who asked").fill("private office")
    page.get_by_label("Where it is written").fill("a letter of 3 May")
    page.get_by_role("button", name="Stop writing there").click()
    expect(page.get_by_role("status")).to_contain_text("The objection stands")
    expect(page.get_by_text("This office asked not to be written to")).to_be_visible()


def test_an_admin_adds_a_user_who_signs_in(open_as: Open) -> None:
    page = open_as("admin_ada")
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="Users").click()
    page.get_by_text("Add a user").click()
    page.get_by_label("Sign-in name").fill("nora")
    page.get_by_label("Name shown to others").fill("Nora New")
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_role("alert")).to_contain_text("needs at least one role")
    page.get_by_label("coordinator").check()
    page.get_by_role("button", name="Add them").click()
    invitation = page.locator("#invitation").inner_text()
    newcomer = open_as()
    newcomer.goto(invitation)
    newcomer.get_by_label("Password").fill("a sentence of hers 2026")
    newcomer.get_by_label("The same again").fill("a sentence of hers 2026")
    newcomer.get_by_role("button", name="Set it").click()
    newcomer.get_by_label("Name").fill("nora")
    newcomer.get_by_label("Password").fill("a sentence of hers 2026")
    newcomer.get_by_role("button", name="Sign in").click()
    expect(newcomer.get_by_role("link", name="Nora New")).to_be_visible()


def test_an_admin_gives_a_role_for_some_governments_and_takes_it_back(open_as: Open) -> None:
    page = open_as("admin_ada")
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="Users").click()
    page.get_by_role("link", name="coordinator_chi").first.click()
    page.get_by_text("Give a role").click()
    page.get_by_label("staff").check()
    page.get_by_text("Only for some governments").first.click()
    page.get_by_label("Japan", exact=True).check()
    page.get_by_role("button", name="Give it").click()
    given = page.get_by_role("listitem").filter(has_text="Japan")
    expect(given).to_contain_text("staff")
    given.get_by_role("button", name="Take away").click()
    expect(page.get_by_role("listitem").filter(has_text="Japan")).to_have_count(0)


@pytest.mark.browser_full
def test_without_javascript_a_check_is_recorded_too(open_as: Open) -> None:
    page = open_as("staff_sam", java_script_enabled=False)
    page.goto("/governments/GB/gb-health")
    post = page.locator("section.card", has=page.get_by_role("heading", name="post"))
    post.get_by_text("I compared it with an official page").click()
    post.get_by_label("Address of the official page").fill("https://www.gov.uk/contact")
    post.get_by_role("button", name="Record the check").click()
    expect(page.get_by_role("status")).to_contain_text("Checked until")
