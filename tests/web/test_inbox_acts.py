"""What people make of a mail on its page: match, take away, say what it is, undo, and record an objection."""

import pytest

from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery
from outreach.recipients.store import find_objection, get_contact
from outreach.replies.erase import erase_person
from outreach.replies.status import MatchedBy, ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo, get_mail
from outreach.rounds.store import get_addressee
from outreach.wiring import App
from tests.people import COORDINATOR_CHI
from tests.replies.mails import address, answer, report
from tests.web.conftest import Browser
from tests.web.sent import Sent
from tests.world import NOW

BUTTONS = {
    "unmatch": "Take it from this delivery",
    "reclassify": "It is this",
    "undo": "Undo that",
    "object": "Record the objection",
    "object-not": "It asks nothing of the kind",
}
NEVER = "Please remove this address from your list and do not write to us again."


def mail(desk: App, number: int) -> MailInfo:
    with desk.database.read() as session:
        return get_mail(session, number)


def status(desk: App, delivery: int) -> DeliveryStatus:
    with desk.database.read() as session:
        return get_delivery(session, delivery).status


def contact(desk: App, delivery: int) -> tuple[str, int]:
    with desk.database.read() as session:
        addressee = get_addressee(session, get_delivery(session, delivery).addressee_id)
    assert addressee.contact_id is not None
    return addressee.office_key, addressee.contact_id


def flag(desk: App, delivery: int) -> str | None:
    with desk.database.read() as session:
        return get_contact(session, contact(desk, delivery)[1]).flagged_reason


def objects(desk: App, delivery: int) -> bool:
    office, number = contact(desk, delivery)
    with desk.database.read() as session:
        return find_objection(session, office_key=office, contact_id=number) is not None


def buttons(page: str) -> set[str]:
    return {act for act, told in BUTTONS.items() if f">{told}</button>" in page}


def test_a_bounce_that_was_none_is_taken_back_and_the_judgement_undone(
    sent: Sent, desk: App, browser: Browser
) -> None:
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    number = sent.receive(report(address(delivery)))
    assert (status(desk, delivery), bool(flag(desk, delivery))) == (DeliveryStatus.BOUNCED, True)
    chi = browser("coordinator_chi")
    assert buttons(chi.get(f"/inbox/{number}").text) == {"unmatch", "reclassify"}
    answer = chi.post(f"/inbox/{number}/reclassify", data={"kind": "human"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/inbox/{number}")
    assert (status(desk, delivery), flag(desk, delivery)) == (DeliveryStatus.ACCEPTED, None)
    page = chi.get(f"/inbox/{number}").text
    assert "counts as human now; it waits for a person." in page
    assert "the classifier took it for: bounce" in page
    assert "coordinator_chi said what it is" in page
    assert chi.post(f"/inbox/{number}/undo").status_code == 303
    assert mail(desk, number).kind is ReplyKind.BOUNCE
    assert (status(desk, delivery), bool(flag(desk, delivery))) == (DeliveryStatus.BOUNCED, True)
    assert "Undone. It stands at: bounce, settled." in chi.get(f"/inbox/{number}").text


def test_a_mail_is_taken_from_a_delivery_and_brought_back(sent: Sent, desk: App, browser: Browser) -> None:
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    number = sent.receive(report(address(delivery)))
    chi = browser("coordinator_chi")
    assert chi.post(f"/inbox/{number}/unmatch").status_code == 303
    assert (mail(desk, number).matches, status(desk, delivery)) == ((), DeliveryStatus.ACCEPTED)
    page = chi.get(f"/inbox/{number}").text
    assert "unmatch" not in buttons(page)
    assert "coordinator_chi said where it belongs" in page
    assert chi.post(f"/inbox/{number}/unmatch").status_code == 409
    chi.post(f"/inbox/{number}/undo")
    assert [one.matched_by for one in mail(desk, number).matches] == [MatchedBy.TOKEN]
    assert status(desk, delivery) is DeliveryStatus.BOUNCED


def test_settling_can_be_undone(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.answered("gb-pm")
    chi = browser("coordinator_chi")
    assert "undo" not in buttons(chi.get(f"/inbox/{number}").text)
    chi.post(f"/inbox/{number}/settle")
    assert "coordinator_chi settled it" in chi.get(f"/inbox/{number}").text
    chi.post(f"/inbox/{number}/undo")
    assert mail(desk, number).status is ReplyStatus.NEEDS_READER
    again = chi.post(f"/inbox/{number}/undo")
    assert again.status_code == 409
    assert "is left to undo" in again.text


def test_do_not_write_to_us_again_is_recorded_as_an_objection(sent: Sent, desk: App, browser: Browser) -> None:
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    number = sent.receive(answer(address(delivery), body=NEVER))
    chi = browser("coordinator_chi")
    page = chi.get(f"/inbox/{number}").text
    assert "they may be written to again" in page
    assert {"object", "object-not"} <= buttons(page)
    assert not objects(desk, delivery)
    assert chi.post(f"/inbox/{number}/object", data={"who": " "}).status_code == 422
    assert not objects(desk, delivery)
    assert chi.post(f"/inbox/{number}/object", data={"who": "the private office"}).status_code == 303
    assert objects(desk, delivery)
    page = chi.get(f"/inbox/{number}").text
    assert "objection recorded" in page
    assert not {"object", "object-not"} & buttons(page)
    assert chi.post(f"/inbox/{number}/object", data={"who": "the private office"}).status_code == 404


def test_what_asks_for_nothing_of_the_kind_is_noted(sent: Sent, desk: App, browser: Browser) -> None:
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    number = sent.receive(answer(address(delivery), body=NEVER))
    chi = browser("coordinator_chi")
    assert chi.post(f"/inbox/{number}/object-not").status_code == 303
    assert not objects(desk, delivery)
    assert "no objection" in chi.get(f"/inbox/{number}").text


def test_an_objection_that_is_offered_anew_waits_for_a_person(sent: Sent, desk: App, browser: Browser) -> None:
    """Its first offer ended with the kind of the mail."""
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    number = sent.receive(answer(address(delivery), body=NEVER))
    chi = browser("coordinator_chi")
    chi.post(f"/inbox/{number}/reclassify", data={"kind": "acknowledgement"})
    page = chi.get(f"/inbox/{number}").text
    assert "object" in buttons(page)
    assert "no objection" not in page
    assert chi.post(f"/inbox/{number}/reclassify", data={"kind": ""}).status_code == 422


def test_a_damaged_return_path_is_offered_and_not_applied(sent: Sent, desk: App, browser: Browser) -> None:
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    whole = address(delivery)
    damaged = whole[:6] + ("x" if whole[6] != "x" else "y") + whole[7:]
    number = sent.receive(answer(damaged))
    chi = browser("coordinator_chi")
    assert mail(desk, number).matches == ()
    page = chi.get(f"/inbox/{number}").text
    assert "its return path looks damaged" in page
    assert f'name="delivery" value="{delivery}"' in page
    chi.post(f"/inbox/{number}/move", data={"delivery": str(delivery)})
    assert "its return path looks damaged" not in chi.get(f"/inbox/{number}").text


@pytest.mark.parametrize("name", ["organiser_olga", "admin_ada"])
def test_who_may_only_read_is_offered_nothing(sent: Sent, browser: Browser, name: str) -> None:
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    number = sent.receive(answer(address(delivery), body=NEVER))
    browser("coordinator_chi").post(f"/inbox/{number}/settle")
    reader = browser(name)
    assert buttons(reader.get(f"/inbox/{number}").text) == set()
    for act in BUTTONS:
        assert reader.post(f"/inbox/{number}/{act}", data={"kind": "human", "who": "x"}).status_code == 403


def test_nothing_is_offered_of_what_was_erased(sent: Sent, desk: App, browser: Browser) -> None:
    delivery = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    number = sent.receive(report(address(delivery)))
    erase_person(
        desk.database, desk.blobs, address="MAILER-DAEMON@mx.ministry.example", actor=COORDINATOR_CHI, now=NOW
    )
    chi = browser("coordinator_chi")
    assert buttons(chi.get(f"/inbox/{number}").text) == set()
    refused = chi.post(f"/inbox/{number}/reclassify", data={"kind": "human"})
    assert refused.status_code == 409
    assert "was erased" in refused.text


def test_a_subject_that_forges_lines_and_tags_is_shown_as_text(sent: Sent, browser: Browser) -> None:
    number = sent.receive(
        b"From: =?utf-8?q?=3Cscript=3E?= <a@office.example>\n"
        b"Subject: =?utf-8?q?x=0D=0ASet-Cookie=3A_a=3Db_=3Cscript=3Ealert=281=29=3C/script=3E?=\n\nhello\n"
    )
    chi = browser("coordinator_chi")
    for page in (chi.get("/inbox").text, chi.get(f"/inbox/{number}").text, chi.get("/").text):
        assert "<script>alert" not in page
    settled = chi.post(f"/inbox/{number}/settle")
    (cookie,) = settled.headers.get_list("set-cookie")
    assert cookie.startswith('outreach_notice="Settled')
    assert "\n" not in cookie
    assert "<script>alert" not in chi.get("/inbox").text
