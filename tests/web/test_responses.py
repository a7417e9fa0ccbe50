"""Answers on the desk: recorded from a mail or from paper, corrected, listed, and added up."""

from datetime import timedelta

import pytest

from outreach.delivery.known import known_deliveries
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import get_delivery, highest_rung
from outreach.operations.waiting import tasks
from outreach.replies.status import ReplyStatus
from outreach.replies.store import get_mail
from outreach.responses.status import Disclosure, Position
from outreach.responses.store import ResponseInfo, list_responses
from outreach.wiring import App
from tests.web.conftest import Browser
from tests.web.sent import Sent
from tests.world import NOW

HALT = "d2-halt-exchange"


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after the letters, whenever the test runs."""
    for module in ("response", "response_acts", "due", "follow_ups", "delivery"):
        monkeypatch.setattr(f"outreach.web.{module}.utc_now", lambda: NOW + timedelta(days=1))


def form(delivery_id: int, **changes: str) -> dict[str, str]:
    given = {
        "delivery": str(delivery_id),
        "received_on": "2026-11-25",
        "channel": "post",
        "reference_number": "A/1",
        "summary": "Agrees in part.",
        "disclosure": "internal",
        f"position-{HALT}": "partly",
        "position-d3-annual-hearings": "",
        "what-1": "A review of cooperation",
        "due-1": "2027-03-01",
    }
    return given | changes


def test_a_mail_that_came_by_a_clock_ahead_is_answered_all_the_same(
    sent: Sent, desk: App, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail, number, chi = sent.answered("gb-pm"), sent.ids["gb-pm"], browser("coordinator_chi")
    for module in ("response", "response_acts"):
        monkeypatch.setattr(f"outreach.web.{module}.utc_now", lambda: NOW - timedelta(days=9))
    assert 'max="2026-11-24"' in chi.get(f"/responses/new?delivery={number}&mail={mail}").text
    given = form(number, mail=str(mail), channel="email", received_on="2026-11-24")
    assert chi.post("/responses", data=given).status_code == 303
    (recorded,) = standing(desk)
    form_again = chi.get(f"/responses/{recorded.id}/correct").text
    assert 'max="2026-11-24"' in form_again
    given |= {"summary": "Agrees with a part."}
    assert chi.post(f"/responses/{recorded.id}/correct", data=given).status_code == 303
    refused = chi.post(f"/responses/{recorded.id + 1}/correct", data=given | {"received_on": "2026-11-25"})
    assert "in the future" in refused.text


def test_what_was_filled_in_comes_back_when_something_is_wrong(sent: Sent, desk: App, browser: Browser) -> None:
    mail, number, chi = sent.answered("gb-pm"), sent.ids["gb-pm"], browser("coordinator_chi")
    typed = {"summary": "Long and careful words.", "due-2": "2027-05-01", "received_on": "2026-11-24"}
    answer = chi.post("/responses", data=form(number, mail=str(mail), channel="email", **typed))
    assert answer.status_code == 422
    assert "Promise 2 has a day but no words" in answer.text
    for kept in ("Long and careful words.", 'value="2027-05-01"', "A review of cooperation", 'value="A/1"'):
        assert kept in answer.text
    assert "We agree with a part" in answer.text, "the mail stands beside it"
    assert f'name="mail" value="{mail}"' in answer.text
    assert '<option value="partly" selected' in answer.text
    assert standing(desk) == []
    assert chi.post("/responses", data=form(number, received_on="2027-01-01")).status_code == 422
    (chi_records,) = [chi.post("/responses", data=form(number)).headers["location"]]
    wrong = chi.post(f"{chi_records}/correct", data=form(number, received_on="2027-01-01", summary="Anew."))
    assert (wrong.status_code, "Record the correction" in wrong.text, "Anew." in wrong.text) == (422, True, True)


def standing(desk: App) -> list[ResponseInfo]:
    with desk.database.read() as session:
        return list_responses(session, standing=True)


def test_an_answer_in_a_mail_is_recorded_and_the_mail_settled(sent: Sent, desk: App, browser: Browser) -> None:
    mail = sent.answered("gb-pm")
    number = sent.ids["gb-pm"]
    chi = browser("coordinator_chi")
    shown = chi.get(f"/responses/new?delivery={number}&mail={mail}").text
    assert 'value="TO-2026/1234"' in shown
    assert "We agree with a part" in shown
    answer = chi.post("/responses", data=form(number, mail=str(mail), channel="email"))
    assert answer.status_code == 303
    (recorded,) = standing(desk)
    assert recorded.answer.mail_id == mail
    assert recorded.answer.positions == {HALT: Position.PARTLY}
    assert recorded.answer.commitments[0].what == "A review of cooperation"
    with desk.database.read() as session:
        assert get_mail(session, mail).status is ReplyStatus.SETTLED
        assert highest_rung(session, number) is Rung.ANSWERED
    assert "A review of cooperation" in chi.get(answer.headers["location"]).text


def test_a_correction_supersedes_and_both_are_kept(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    chi = browser("coordinator_chi")
    first = chi.post("/responses", data=form(number)).headers["location"]
    assert 'value="A/1"' in chi.get(f"{first}/correct").text
    changed = form(number, disclosure="quotable", **{f"position-{HALT}": "declines"})
    second = chi.post(f"{first}/correct", data=changed).headers["location"]
    (stands,) = standing(desk)
    assert (stands.answer.positions[HALT], stands.answer.disclosure) == (Position.DECLINES, Disclosure.QUOTABLE)
    assert "This is an earlier reading" in chi.get(first).text
    assert f'href="{first}"' in chi.get(second).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"received_on": "2027-01-01"}, "in the future"),
        ({"received_on": "soon"}, "is not a day"),
        ({"channel": "pigeon"}, "Say how the answer came"),
        ({f"position-{HALT}": "loves"}, "is no position"),
        ({f"position-{HALT}": "", "summary": "", "what-1": "", "due-1": ""}, "say what was answered"),
        ({"what-1": ""}, "has a day but no words"),
        ({"delivery": "x"}, "Choose the delivery first"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(
    sent: Sent, desk: App, browser: Browser, changes: dict[str, str], words: str
) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    answer = browser("coordinator_chi").post("/responses", data=form(number, **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert standing(desk) == []


def test_answers_are_listed_added_up_and_taken_along(sent: Sent, browser: Browser) -> None:
    chi = browser("coordinator_chi")
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    chi.post("/responses", data=form(number, **{"position-d3-annual-hearings": "referred"}))
    assert "Agrees in part." in chi.get("/responses?government=GB&position=partly&disclosure=internal").text
    assert "No response is like that" in chi.get("/responses?government=CA").text
    assert ",gb-pm,2026-11-25,post,A/1,d2-halt-exchange,partly," in chi.get("/responses.csv").text
    board = chi.get("/responses/scoreboard").text
    assert "1 partly" in board
    assert "1 referred" in board
    assert "GB,d2-halt-exchange,partly,1" in chi.get("/responses/scoreboard.csv").text


def test_who_has_not_answered_is_listed_until_it_does(sent: Sent, browser: Browser) -> None:
    chi = browser("coordinator_chi")
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    assert f"/deliveries/{number}" in chi.get("/responses/due").text
    chi.post("/responses", data=form(number))
    assert "No letter waits for an answer" in chi.get("/responses/due").text


def test_no_answer_yet_is_told_kindly(browser: Browser) -> None:
    chi = browser("coordinator_chi")
    assert "No answer is recorded yet" in chi.get("/responses").text
    assert "No round has started yet" in chi.get("/responses/scoreboard").text
    assert "No letter waits for an answer" in chi.get("/responses/due").text
    assert "Which letter does it answer?" in chi.get("/responses/new").text
    assert "No letter to this government has left yet" in chi.get("/responses/new?government=GB").text


def test_a_scan_comes_with_the_form_and_can_be_taken_off(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    chi = browser("coordinator_chi")
    scan = ("letter.pdf", b"%PDF-1.7 scanned", "application/pdf")
    first = chi.post("/responses", data=form(number), files=[("scans", scan), ("scans", scan)]).headers["location"]
    (stands,) = standing(desk)
    (kept,) = stands.answer.files
    assert "letter.pdf" in chi.get(first).text
    saved = chi.get(f"{first}/files/1")
    assert saved.content == scan[1]
    assert "attachment" in saved.headers["content-disposition"]
    assert chi.get(f"{first}/files/2").status_code == 404
    staying = form(number, summary="Agrees.", **{f"file-{kept.sha256}": "yes"})
    second = chi.post(f"{first}/correct", data=staying).headers["location"]
    assert standing(desk)[0].answer.files == (kept,)
    chi.post(f"{second}/correct", data=form(number, summary="Agrees."))
    assert standing(desk)[0].answer.files == ()


def test_what_is_no_scan_is_refused_whole(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    page = ("letter.pdf", b"<html><script>", "application/pdf")
    refused = browser("coordinator_chi").post("/responses", data=form(number), files=[("scans", page)])
    assert refused.status_code == 422
    assert "not a PDF, PNG or JPEG" in refused.text
    assert standing(desk) == []


def test_a_promise_is_judged_where_it_stands(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    chi = browser("coordinator_chi")
    assert "No office has promised anything yet" in chi.get("/responses/promises").text
    first = chi.post("/responses", data=form(number)).headers["location"]
    listed = chi.get("/responses/promises").text
    assert f'href="{first}#promise-1"' in listed
    judged = {"outcome": "broken", "on": "2026-11-25", "source": "Hansard"}
    second = chi.post(f"{first}/promises/1", data=judged).headers["location"]
    (stands,) = standing(desk)
    verdict = stands.answer.commitments[0].verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.source) == ("broken", "Hansard")
    assert "Hansard" in chi.get(second).text
    assert "broken" in chi.get("/responses/promises").text


def test_today_asks_for_promises_and_next_steps_until_they_are_dealt_with(
    sent: Sent, desk: App, browser: Browser
) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    chi = browser("coordinator_chi")
    made = chi.post("/responses", data=form(number, **{"due-1": "2026-11-30"})).headers["location"]
    step = {"what": "Telephone the clerk", "due_on": "2026-11-26"}
    assert chi.post(f"/deliveries/{number}/follow-ups", data=step).status_code == 303
    assert "Telephone the clerk" in chi.get(f"/deliveries/{number}").text
    assert "Telephone the clerk" in chi.get("/responses/follow-ups").text
    assert waiting(desk, 30) == {"promises": 1, "follow_ups": 1}
    chi.post(f"{made}/promises/1", data={"outcome": "kept", "on": "2026-11-25", "source": "its page"})
    chi.post("/follow-ups/1/done", data={"note": "will call back"})
    assert waiting(desk, 30) == {}
    assert "will call back" in chi.get(f"/deliveries/{number}").text


def waiting(desk: App, days: int) -> dict[str, int]:
    """What Today asks of a coordinator that comes after answers."""
    with desk.database.read() as session:
        found = tasks(session, now=NOW + timedelta(days=days))
    return {task.key: task.count for task in found if task.key in ("promises", "follow_ups")}


def test_an_answer_by_telephone_begins_with_the_letter_it_answers(sent: Sent, browser: Browser) -> None:
    number, chi = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED), browser("coordinator_chi")
    assert '"/responses/new"' in chi.get("/responses").text
    link = f'"/responses/new?delivery={number}"'
    assert link not in chi.get("/responses/new").text
    assert link in chi.get("/responses/new?government=gb").text
    assert link not in chi.get("/responses/new?government=CA").text
    with sent.desk.database.read() as session:
        reference = known_deliveries(session, [get_delivery(session, number)])[0].addressee.reference
    found = chi.get("/responses/new", params={"reference": f"your ref. {reference.lower()}"}).text
    assert link in found
    assert "No letter that left has this reference" in chi.get("/responses/new?reference=OUT-1").text
    assert link in chi.get("/governments/GB/gb-pm").text


def test_letters_mails_and_answers_stand_on_one_time_line(sent: Sent, desk: App, browser: Browser) -> None:
    mail, number, chi = sent.answered("gb-pm"), sent.ids["gb-pm"], browser("coordinator_chi")
    assert chi.post("/responses", data=form(number, channel="phone")).status_code == 303
    (recorded,) = standing(desk)
    page = chi.get("/governments/GB").text.partition('id="time-line"')[2]
    places = [page.index(f'"/{path}"') for path in (f"responses/{recorded.id}", f"inbox/{mail}")]
    assert places == sorted(places), "the newest first"
    assert f'"/deliveries/{number}"' in page
    assert "Agrees in part." in page
    letter = page.index(f'"/deliveries/{number}"', page.index("Letter to"))
    assert "24 Nov 2026" in page[:letter].rpartition("<li>")[2], "when it left, not the day of an answer"
    other = chi.get("/governments/CA").text.partition('id="time-line"')[2]
    assert f'"/inbox/{mail}"' not in other
    assert "Agrees in part." not in other
