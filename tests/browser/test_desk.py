"""Each role's main job, from sign-in to result, at the width of a desk."""

from playwright.sync_api import expect

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
