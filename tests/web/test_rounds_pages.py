"""Plan in steps, schedule, steer."""

from datetime import timedelta
from typing import Any

import pytest

from outreach.clock import utc_now
from outreach.rounds.store import get_round, list_addressees, list_rounds
from outreach.wiring import App
from tests.web.conftest import Browser
from tests.world import Ground


def answers(ground: Ground, **more: Any) -> dict[str, Any]:
    chosen = {"version": ground.version_id, "snapshot": ground.snapshot_id, "government": ["GB", "IL"]}
    return {**chosen, "name": "Spring", "choose_forms": "yes", **more}


def planned(client: Any, ground: Ground) -> str:
    answer = client.post("/rounds/new", data=answers(ground))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_each_step_keeps_the_answers_of_the_others(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    assert "Which frozen text" in sam.get("/rounds/new").text
    step = sam.get("/rounds/new", params={"version": ground.version_id, "government": "GB"}).text
    assert "Which counts" in step
    assert 'name="government" value="GB"' in step
    assert "Next: offices" in sam.get("/rounds/new", params=answers(ground, step="governments")).text


def test_a_step_cannot_be_skipped_and_nonsense_is_no_answer(browser: Browser, ground: Ground) -> None:
    page = browser("staff_sam").get("/rounds/new", params={"version": "x", "snapshot": 99, "step": "check"}).text
    assert "Which frozen text" in page


def test_the_check_says_what_planning_then_does(browser: Browser, ground: Ground, desk: App) -> None:
    sam = browser("staff_sam")
    page = sam.get("/rounds/new", params=answers(ground, choose_forms="")).text
    assert "depends on who holds the office" in page
    assert "outreach recipients" not in page
    with desk.database.read() as session:
        assert list_rounds(session) == []
    assert "17 written to" in sam.get(planned(sam, ground)).text


def test_a_round_is_given_its_pace(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    wanted = answers(ground, government="CA", choose_forms="yes", per_minute="6")
    assert "at most 6 a minute" in sam.get("/rounds/new", params=wanted).text
    assert "at most 60 a minute" in sam.get("/rounds/new", params={**wanted, "per_minute": "600"}).text
    page = sam.get(sam.post("/rounds/new", data=wanted).headers["location"]).text
    assert "at most 6 mails a minute" in page
    refused = sam.post("/rounds/new", data={**wanted, "name": "Autumn", "per_minute": "99999"})
    assert refused.status_code == 409
    assert "1 to 10000 mails a minute" in refused.text


def test_a_name_that_is_taken_is_told_on_the_same_step(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    planned(sam, ground)
    again = sam.post("/rounds/new", data=answers(ground))
    assert again.status_code == 409
    assert "already: choose another name" in again.text
    assert "Check and plan" in again.text


def test_a_live_plan_shows_what_is_missing(browser: Browser, ground: Ground) -> None:
    page = browser("staff_sam").get("/rounds/new", params=answers(ground, live="yes")).text
    assert "native reader" in page or "never checked" in page


def test_a_round_goes_its_way(browser: Browser, ground: Ground, desk: App) -> None:
    sam = browser("staff_sam")
    path = planned(sam, ground)
    day = utc_now().date() + timedelta(days=20)
    assert sam.post(f"{path}/schedule", data={"dispatch_on": str(day), "window_days": "5"}).status_code == 303
    page = sam.get(path).text
    assert "09:00 (UTC" in page
    assert sam.post(f"{path}/refresh", data={"choose_holder_forms": "yes"}).status_code == 303
    assert sam.post(f"{path}/pause").status_code == 303
    assert sam.post(f"{path}/resume").status_code == 303
    assert sam.post(f"{path}/close").status_code == 409
    assert "staff build and pack its documents" in page
    assert "Start it" not in page, "nothing is approved"
    preflight = sam.get(f"{path}/preflight").text
    assert "no parcel of it is approved" in preflight
    assert f'<a href="{path}#work">Build and pack</a>' in preflight
    assert "outreach dossiers" not in preflight
    unapproved = sam.post(f"{path}/start")
    assert unapproved.status_code == 409
    assert "is approved yet: organisers review its parcels first." in unapproved.text
    assert sam.post(f"{path}/cancel").status_code == 303
    assert "Nothing more: it is over" in sam.get(path).text
    with desk.database.read() as session:
        assert get_round(session, 1).status == "cancelled"


def test_what_stands_in_the_way_is_told_with_its_remedy(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    page = sam.get(f"{planned(sam, ground)}/preflight").text
    assert "/governments/GB/gb-pm" in page
    assert '<th scope="row">The Prime Minister</th>' in page
    assert ">gb-pm<" not in page


def test_a_stop_of_all_sending_stands_in_the_way_and_is_lifted_on_the_desk(
    browser: Browser, ground: Ground
) -> None:
    sam = browser("staff_sam")
    sam.post("/sending/stop", data={"reason": "A wrong dossier"})
    page = sam.get(f"{planned(sam, ground)}/preflight").text
    assert '<a href="/sending">Lift the stop</a>' in page


def test_the_calendar_shows_windows_in_the_offices_own_days(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    path = planned(sam, ground)
    day = utc_now().date() + timedelta(days=20)
    sam.post(f"{path}/schedule", data={"dispatch_on": str(day), "window_days": "5"})
    assert "dispatch" in sam.get("/rounds/calendar", params={"month": f"{day:%Y-%m}"}).text
    assert sam.get("/rounds/calendar", params={"month": "nonsense"}).status_code == 200


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "99999-01"])
def test_a_month_at_the_end_of_time_is_this_month(month: str, browser: Browser) -> None:
    assert browser("staff_sam").get("/rounds/calendar", params={"month": month}).status_code == 200


def test_lists_filter_and_export(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    path = planned(sam, ground)
    assert "No round has this status" in sam.get("/rounds", params={"status": "open"}).text
    assert "Spring" in sam.get("/rounds.csv").text
    lines = sam.get(f"{path}/offices.csv", params={"government": "gb", "part": "included"}).text.splitlines()
    assert len(lines) == 10
    assert lines[1].startswith("GB,gb-")


def test_the_second_round_tells_what_differs(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    planned(sam, ground)
    second = sam.post("/rounds/new", data=answers(ground, name="Autumn", government=["GB"]))
    page = sam.get(second.headers["location"]).text
    assert "What differs from “Spring”" in page
    assert "The Minister of Health (IL)" in page
    assert "il-health" not in page


def test_a_round_is_narrowed_to_offices_languages_and_channels(
    browser: Browser, ground: Ground, desk: App
) -> None:
    sam = browser("staff_sam")
    step = sam.get("/rounds/new", params=answers(ground, step="offices")).text
    assert "Members of parliaments" in step
    assert 'value="gb-pm"' in step
    chosen = answers(ground, office=["gb-pm il-pm"], language=["en"], channel=["post"])
    page = sam.get("/rounds/new", params=chosen).text
    assert "It is written to in he only, which this round leaves out." in page
    answer = sam.post("/rounds/new", data=chosen)
    with desk.database.read() as session:
        found = {one.office_key: one for one in list_addressees(session, round_id=1)}
        narrow = get_round(session, 1).narrow
    assert {key: one.channel for key, one in found.items() if one.included} == {"gb-pm": "post"}
    assert found.keys() == {"gb-pm", "il-pm"}
    assert narrow.languages == ("en",)
    # Choosing again keeps to it.
    assert (
        sam.post(f"{answer.headers['location']}/refresh", data={"choose_holder_forms": "yes"}).status_code == 303
    )
    with desk.database.read() as session:
        assert [one.included for one in list_addressees(session, round_id=1)] == [True, False]


def test_an_office_that_is_none_of_theirs_is_told_where_it_was_typed(browser: Browser, ground: Ground) -> None:
    page = browser("staff_sam").get("/rounds/new", params=answers(ground, office="gb-pm fr-pm"))
    assert page.status_code == 422
    assert "is not an office of these governments" in page.text
    assert "Which offices are written to?" in page.text


def test_a_plan_with_its_day_is_scheduled_at_once(browser: Browser, ground: Ground, desk: App) -> None:
    day = (utc_now() + timedelta(days=20)).date().isoformat()
    sam = browser("staff_sam")
    page = sam.get("/rounds/new", params=answers(ground, day=day, days=3)).text
    assert "09:00 (UTC" in page
    assert sam.post("/rounds/new", data=answers(ground, day=day, days=3)).status_code == 303
    with desk.database.read() as session:
        planned_round = get_round(session, 1)
    assert (planned_round.status, planned_round.window_days) == ("scheduled", 3)
    past = sam.post("/rounds/new", data=answers(ground, name="Past", day="2020-01-01"))
    assert past.status_code == 409
    with desk.database.read() as session:
        assert len(list_rounds(session)) == 1
