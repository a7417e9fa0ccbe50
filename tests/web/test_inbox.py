"""The inbox: unmatched first, hostile HTML tamed, and what people make of a mail."""

import pytest

from outreach.delivery.status import DeliveryStatus
from outreach.replies.safe_html import safe_html
from outreach.replies.status import MatchedBy, ReplyStatus
from outreach.replies.store import get_mail
from outreach.rounds.store import list_addressees
from outreach.wiring import App
from tests.web.conftest import Browser
from tests.web.sent import Sent

STRANGER = (
    b"From: visitor@somewhere.example\nTo: petition@outreach.example\nSubject: Where can I sign?\n"
    b"Message-ID: <7@somewhere.example>\nContent-Type: text/html; charset=utf-8\n\n"
    b"<html><head><style>p{color:red}</style></head><body><p onclick='alert(1)'>Where <b>can</b> I "
    b"<a href='https://evil.example'>sign</a>?</p><img src='https://evil.example/p.gif'>"
    b"<script>alert(1)</script><form action='https://evil.example'><input name='q'></form></body></html>\n"
)


def test_what_belongs_nowhere_comes_first(sent: Sent, browser: Browser) -> None:
    stranger = sent.receive(STRANGER)
    answered = sent.answered("gb-pm")
    text = browser("coordinator_chi").get("/inbox").text
    assert 0 < text.index(f'"/inbox/{stranger}"') < text.index(f'"/inbox/{answered}"')
    assert f'"/inbox/{stranger}"' not in browser("coordinator_chi").get("/inbox?status=needs_reader").text


def test_the_list_is_a_file_for_a_spreadsheet_too(sent: Sent, browser: Browser) -> None:
    sent.receive(STRANGER)
    number, chi = sent.answered("gb-pm"), browser("coordinator_chi")
    rows = chi.get("/inbox.csv").text.splitlines()
    assert len(rows) == 3
    assert f",human,needs_reader,{sent.ids['gb-pm']}," in next(row for row in rows if row.startswith(f"{number},"))
    assert "sign" not in chi.get("/inbox.csv?status=needs_reader").text
    assert 'href="/inbox.csv?status=needs_reader"' in chi.get("/inbox?status=needs_reader").text


def test_html_of_a_stranger_is_words_only_in_a_frame_of_its_own(sent: Sent, browser: Browser) -> None:
    number = sent.receive(STRANGER)
    chi = browser("coordinator_chi")
    page = chi.get(f"/inbox/{number}").text
    assert 'sandbox=""' in page
    assert "evil.example/p.gif" not in page
    frame = chi.get(f"/inbox/{number}/html")
    assert frame.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'self'"
    assert "Where <b>can</b> I <a>sign</a>?" in frame.text
    for hostile in ("script", "onclick", "evil.example", "<img", "<form", "<input", "style", "color"):
        assert hostile not in frame.text, hostile
    raw = chi.get(f"/inbox/{number}/mail.eml")
    assert raw.content == STRANGER
    assert raw.headers["content-type"] == "application/octet-stream"
    assert "attachment" in raw.headers["content-disposition"]


@pytest.mark.parametrize(
    "source",
    [
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<p style='background:url(https://evil.example)'>x</p>",
        "<iframe src='https://evil.example'></iframe><meta http-equiv=refresh content='0;url=//evil.example'>",
        "<link rel=stylesheet href='//evil.example'><base href='//evil.example'>",
        "<video src='//evil.example'></video><object data='//evil.example'></object>",
    ],
)
def test_nothing_that_runs_or_loads_is_left(source: str) -> None:
    safe = safe_html(source)
    for hostile in ("evil", "alert(1)>", "onerror", "javascript", "<script", "<img", "<iframe", "<meta", "href"):
        assert hostile not in safe


def test_a_person_says_where_a_mail_belongs(sent: Sent, desk: App, browser: Browser) -> None:
    number, delivery = sent.receive(STRANGER), sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    chi = browser("coordinator_chi")
    assert f'value="{delivery}"' in chi.get(f"/inbox/{number}?q=prime+gb").text
    with desk.database.read() as session:
        reference = list_addressees(session, office_key="gb-pm", included=True)[0].reference
    answer = chi.post(f"/inbox/{number}/move", data={"delivery": f" {reference.lower()} "})
    assert answer.status_code == 303
    with desk.database.read() as session:
        mail = get_mail(session, number)
    assert [(one.delivery_id, one.matched_by) for one in mail.matches] == [(delivery, MatchedBy.PERSON)]
    assert mail.status is ReplyStatus.NEEDS_READER


@pytest.mark.parametrize("typed", ["OUT-0000-000", "the prime minister", "²"])
def test_what_names_no_delivery_is_one_sentence(sent: Sent, browser: Browser, typed: str) -> None:
    number = sent.receive(STRANGER)
    answer = browser("coordinator_chi").post(f"/inbox/{number}/move", data={"delivery": typed})
    assert answer.status_code == 422
    assert "neither a delivery’s number nor the reference" in answer.text


def test_settling_goes_on_to_the_next(sent: Sent, desk: App, browser: Browser) -> None:
    first, second = sent.receive(STRANGER), sent.answered("gb-pm")
    chi = browser("coordinator_chi")
    answer = chi.post(f"/inbox/{second}/settle")
    assert answer.headers["location"] == f"/inbox/{first}"
    with desk.database.read() as session:
        assert get_mail(session, second).status is ReplyStatus.SETTLED
    assert chi.post(f"/inbox/{first}/settle").headers["location"] == "/inbox"


def test_an_empty_inbox_says_so(browser: Browser) -> None:
    assert "No mail has come in yet" in browser("coordinator_chi").get("/inbox").text
