"""Today: to each role what waits for it, each one click from its decision."""

from outreach.delivery.status import DeliveryStatus
from tests.packed import Packed
from tests.web.conftest import Browser
from tests.web.sent import Sent
from tests.web.test_inbox import STRANGER


def mine(page: str) -> str:
    """The part of the page that is for this visitor."""
    return page.partition("Waits for others")[0]


def test_parcels_wait_for_organisers(packed: Packed, browser: Browser) -> None:
    first = min(packed.parcels.values(), key=lambda one: one.addressee_id)
    link = f'"/review/{first.id}"'
    assert link in mine(browser("organiser_olga").get("/").text)
    staff = browser("staff_sam").get("/").text
    assert link not in mine(staff)
    assert "Parcels that await a review" in staff


def test_what_is_uncertain_and_to_hand_over_waits_for_staff(sent: Sent, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.UNCERTAIN)
    page = mine(browser("staff_sam").get("/").text)
    assert f"/deliveries/{number}#settle" in page
    assert "/hand-overs" in page


def test_mail_waits_for_coordinators(sent: Sent, browser: Browser) -> None:
    stranger, answered = sent.receive(STRANGER), sent.answered("gb-pm")
    page = mine(browser("coordinator_chi").get("/").text)
    assert f'"/inbox/{stranger}"' in page
    assert f'"/inbox/{answered}"' in page


def test_nothing_waits_in_an_empty_house(browser: Browser) -> None:
    assert "Nothing waits for you" in browser("admin_ada").get("/").text
