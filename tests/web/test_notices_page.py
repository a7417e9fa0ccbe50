"""Notices by mail on the desk: one's own choice, what was told, and the heartbeat for an outside monitor."""

from datetime import timedelta

from outreach.clock import utc_now
from outreach.db import Database
from outreach.notices.beat import Part, beat
from outreach.notices.send import send_notices
from outreach.notices.status import NoticeKind
from outreach.notices.store import get_choice
from outreach.wiring import App, post_of
from tests.web.conftest import Browser


def test_a_person_chooses_and_the_greeting_stays_in_the_sandbox(browser: Browser, desk: App) -> None:
    chi = browser("coordinator_chi")
    shown = chi.get("/account/notices").text
    assert 'value="bounced"' in shown
    assert 'value="disk"' not in shown, "that concerns admins"
    form = {"address": "chi@people.example", "kind": ["uncertain", "digest"], "digest_hour": "20"}
    assert chi.post("/account/notices", data=form).status_code == 303
    with desk.database.read() as session:
        choice = get_choice(session, "coordinator_chi")
    assert (choice.address, choice.digest_hour) == ("chi@people.example", 20)
    assert choice.wants(NoticeKind.UNCERTAIN)
    assert not choice.wants(NoticeKind.BOUNCED)
    assert choice.wants(NoticeKind.DISK), "what was not asked is not declined"
    assert send_notices(desk.database, post=post_of(desk.settings), now=utc_now()) == 1
    (kept,) = (desk.settings.home / "sandbox" / "new").iterdir()
    assert b"Delivered-To: chi@people.example" in kept.read_bytes()
    after = chi.get("/account/notices").text
    assert "Notices of the desk come here" in after
    assert ">sent<" in after
    assert "chi@people.example" in chi.get("/account").text


def test_a_wrong_address_is_a_sentence(browser: Browser) -> None:
    answer = browser("staff_sam").post("/account/notices", data={"address": "nobody", "digest_hour": "6"})
    assert answer.status_code == 422
    assert "is not a plain e-mail address" in answer.text


def test_the_heartbeat_tells_what_is_late(browser: Browser, database: Database) -> None:
    monitor = browser()
    answer = monitor.get("/heartbeat")
    assert answer.status_code == 503
    assert answer.text == "database ok\nscheduler late\ncollection late\n"
    with database.begin() as session:
        beat(session, Part.SCHEDULER, now=utc_now())
        beat(session, Part.COLLECTION, now=utc_now() - timedelta(hours=5))
    answer = monitor.get("/heartbeat")
    assert (answer.status_code, answer.text) == (200, "database ok\nscheduler ok\ncollection ok\n")
    with database.begin() as session:
        session.connection().exec_driver_sql("DROP TABLE notices_beats")
    answer = monitor.get("/heartbeat")
    assert (answer.status_code, answer.text) == (503, "database late\n")
