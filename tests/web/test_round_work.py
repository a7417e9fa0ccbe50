"""A round built, packed and rehearsed from the desk, in a process of its own."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outreach.clock import utc_now
from outreach.jobs.ask import ask
from outreach.jobs.end import end
from outreach.jobs.status import JobKind, JobStatus
from outreach.jobs.store import JobInfo, find_newest
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import count_parcels
from outreach.rounds.schedule import schedule
from outreach.web.workroom import Workroom
from outreach.wiring import App
from tests.people import STAFF_SAM
from tests.web.conftest import Browser
from tests.world import TEMPLATES, Ground, plan_round

PATIENCE = 300
"""Seconds that a job may take on a machine that has other things to do."""


@pytest.fixture
def round_id(desk: App, ground: Ground) -> int:
    """A scheduled round to Israel: some letters, one dossier."""
    now = utc_now()
    with desk.database.begin() as session:
        planned = plan_round(session, ground, now=now, governments=("IL",))
        schedule(session, round_id=planned.id, dispatch_on=now.date(), window_days=5, actor=STAFF_SAM, now=now)
    return planned.id


def over(desk: App, round_id: int, kind: JobKind) -> JobInfo:
    """The newest job of a kind, once it is over."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with desk.database.read() as session:
            found = find_newest(session, subject=f"round:{round_id}", kind=kind)
        if found is not None and found.status is not JobStatus.RUNNING:
            return found
        time.sleep(0.2)
    pytest.fail("the job is not over")


def press(client: TestClient, round_id: int, what: str) -> str:
    answer = client.post(f"/rounds/{round_id}/{what}")
    assert answer.status_code == 303, answer.text
    return client.get(f"/rounds/{round_id}").text


def test_a_round_is_built_packed_and_rehearsed(desk: App, browser: Browser, round_id: int) -> None:
    sam = browser("staff_sam")
    page = press(sam, round_id, "build")
    assert f'data-live="/rounds/{round_id}/live"' in page
    assert "Stop it" in page
    # Whoever presses second joins the first.
    assert "is being done already" in press(sam, round_id, "build")
    built = over(desk, round_id, JobKind.BUILD)
    assert (built.status, built.problems) == (JobStatus.DONE, ())
    assert built.result is not None
    with desk.database.read() as session:
        awaiting = count_parcels(session, round_id=round_id)[ReviewStatus.AWAITING]
    assert awaiting == built.result["packed"] > 0
    page = sam.get(f"/rounds/{round_id}").text
    assert f"{built.result['letters']} letters" in page
    assert "data-live" not in page
    press(browser("organiser_olga"), round_id, "rehearse")
    rehearsed = over(desk, round_id, JobKind.REHEARSAL)
    assert rehearsed.status is JobStatus.DONE
    assert rehearsed.result is not None
    assert sum(rehearsed.result["by_channel"].values()) == awaiting
    held_back = sam.get(f"/rounds/{round_id}").text.split("Held back then:")[1].partition("</ul>")[0]
    assert "is not approved" in held_back
    assert "Prime Minister" in held_back
    assert "il-" not in held_back


def test_a_build_that_fails_says_in_which_file_and_line(
    desk: App, browser: Browser, round_id: int, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(TEMPLATES, broken)
    letter = broken / "letter.html.j2"
    letter.write_text(letter.read_text(encoding="utf-8") + "\n{% if %}\n", encoding="utf-8")
    spoilt = replace(desk, settings=desk.settings.model_copy(update={"campaign_dir": broken}))
    with desk.database.begin() as session:
        job = ask(session, kind=JobKind.BUILD, subject=f"round:{round_id}", actor=STAFF_SAM, now=utc_now())
    assert job is not None
    Workroom(spoilt).start(job.id)
    failed = over(desk, round_id, JobKind.BUILD)
    assert failed.status is JobStatus.FAILED
    assert f"{letter.name}:" in failed.problems[0]
    page = browser("staff_sam").get(f"/rounds/{round_id}").text
    assert f"{letter.name}:" in page
    assert "Build and pack" in page


def test_a_build_is_stopped_and_keeps_nothing(desk: App, browser: Browser, round_id: int) -> None:
    sam = browser("staff_sam")
    page = press(sam, round_id, "build")
    stop = page.split(f'action="/rounds/{round_id}/jobs/')[1].split('"')[0]
    assert sam.post(f"/rounds/{round_id}/jobs/{stop}").status_code == 303
    assert over(desk, round_id, JobKind.BUILD).status is JobStatus.CANCELLED
    with desk.database.read() as session:
        assert count_parcels(session, round_id=round_id) == {}
    assert "was stopped by staff_sam" in sam.get(f"/rounds/{round_id}").text


def test_progress_comes_as_events_until_it_is_over(desk: App, browser: Browser, round_id: int) -> None:
    with desk.database.begin() as session:
        job = ask(session, kind=JobKind.BUILD, subject=f"round:{round_id}", actor=STAFF_SAM, now=utc_now())
        assert job is not None
        end(session, job_id=job.id, status=JobStatus.DONE, result={}, now=utc_now())
    answer = browser("coordinator_chi").get(f"/rounds/{round_id}/live")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.endswith("event: over\ndata:\n\n")


def test_a_round_without_a_day_is_not_built(desk: App, browser: Browser, ground: Ground) -> None:
    with desk.database.begin() as session:
        planned = plan_round(session, ground, now=utc_now(), governments=("GB",))
    sam = browser("staff_sam")
    assert sam.post(f"/rounds/{planned.id}/build").status_code == 409
    assert "give the round its day first" in sam.get(f"/rounds/{planned.id}").text
