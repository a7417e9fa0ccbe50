"""The kill switch at the desk: everybody stops, staff and admins lift, and each page on sending says so."""

import pytest

from outreach.delivery.store import find_stop
from outreach.wiring import App
from tests.web.conftest import USERS, Browser
from tests.web.sent import Sent

WHY = "Wrong dossier <attached>"


@pytest.mark.parametrize("name", USERS)
def test_everybody_stops_all_sending(name: str, desk: App, browser: Browser) -> None:
    answer = browser(name).post("/sending/stop", data={"reason": f"  {WHY}\r\n"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sending")
    with desk.database.read() as session:
        stop = find_stop(session)
    assert stop is not None
    assert (stop.stopped_by, stop.reason) == (name, WHY)


def test_pages_on_sending_say_who_stopped_it_and_why(sent: Sent, browser: Browser) -> None:
    staff = browser("staff_sam")
    pages = ("/deliveries", "/rounds", f"/rounds/{sent.round_id}", "/sending")
    assert not any("All sending is stopped" in staff.get(path).text for path in pages)
    browser("coordinator_chi").post("/sending/stop", data={"reason": WHY})
    for path in pages:
        assert "coordinator_chi: Wrong dossier &lt;attached&gt;" in staff.get(path).text, path
    assert 'href="/sending"' in staff.get("/").text


def test_staff_lift_it_and_a_coordinator_does_not(desk: App, browser: Browser) -> None:
    coordinator, staff = browser("coordinator_chi"), browser("staff_sam")
    coordinator.post("/sending/stop", data={"reason": WHY})
    assert "Yes, send again" not in coordinator.get("/sending").text
    assert coordinator.post("/sending/allow").status_code == 403
    assert "Yes, send again" in staff.get("/sending").text
    assert staff.post("/sending/allow").status_code == 303
    with desk.database.read() as session:
        assert find_stop(session) is None
    page = coordinator.get("/sending").text
    assert "Stops so far" in page
    assert "staff_sam" in page
    assert staff.post("/sending/allow").status_code == 409


def test_a_stop_needs_a_reason(desk: App, browser: Browser) -> None:
    came_from = {"Referer": "https://desk.example/sending"}
    answer = browser("staff_sam").post("/sending/stop", data={"reason": " \n"}, headers=came_from)
    assert answer.status_code == 422
    assert "Say why all sending is to stop" in answer.text
    assert 'name="reason"' in answer.text
    with desk.database.read() as session:
        assert find_stop(session) is None
