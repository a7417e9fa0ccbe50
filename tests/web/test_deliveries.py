"""Deliveries on the desk: filters, the story, and what people do about them."""

import hashlib

import pytest

from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery, list_evidence
from outreach.recipients.edit import add
from outreach.recipients.status import Channel
from outreach.rounds.store import list_addressees
from outreach.wiring import App
from tests.people import STAFF_SAM
from tests.web.conftest import Browser
from tests.web.sent import Sent
from tests.world import NOW

PHOTO = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def status_of(desk: App, delivery_id: int) -> DeliveryStatus:
    with desk.database.read() as session:
        return get_delivery(session, delivery_id).status


def test_the_list_narrows_by_every_filter(sent: Sent, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.ACCEPTED)
    link = f'"/deliveries/{number}"'
    sam = browser("staff_sam")
    for query in ("", "government=gb", "status=accepted", "channel=email", f"round={sent.round_id}"):
        assert link in sam.get(f"/deliveries?{query}").text, query
    for query in ("government=CA", "status=bounced", "channel=post", "round=99", "rung=answered"):
        assert link not in sam.get(f"/deliveries?{query}").text, query
    assert link in sam.get("/deliveries?status=nonsense").text


def test_the_list_is_a_file_too(sent: Sent, browser: Browser) -> None:
    lines = browser("staff_sam").get("/deliveries.csv?government=GB").text.splitlines()
    assert lines[0].startswith("\ufeffdelivery,round,government,office")
    assert len(lines) == 1 + sum(key.startswith("gb-") for key in sent.ids)


def test_a_story_tells_who_planned_packed_and_approved(sent: Sent, browser: Browser) -> None:
    story = browser("coordinator_chi").get(f"/deliveries/{sent.ids['gb-pm']}").text
    for words in ("planned by staff_sam", "Packed by packer_pia", "Approved by organiser_olga", "Queued for its"):
        assert words in story


def test_an_uncertain_delivery_is_settled_with_a_reason(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.UNCERTAIN)
    sam = browser("staff_sam")
    assert "A person has to decide" in sam.get(f"/deliveries/{number}").text
    refused = sam.post(f"/deliveries/{number}/settle", data={"status": "accepted", "reason": " "})
    assert refused.status_code == 409
    assert status_of(desk, number) is DeliveryStatus.UNCERTAIN
    form = {"status": "accepted", "reason": "The relay's log has it."}
    assert sam.post(f"/deliveries/{number}/settle", data=form).status_code == 303
    assert status_of(desk, number) is DeliveryStatus.ACCEPTED
    story = sam.get(f"/deliveries/{number}").text
    assert "The relay’s log has it." in story or "The relay&#39;s log has it." in story


def test_a_hand_over_is_done_with_a_photo(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.ids["gb-pm"]
    chi = browser("coordinator_chi")
    assert f"/deliveries/{number}#hand-over" in chi.get("/hand-overs").text
    form = {"on": "2026-11-24", "words": "Registered letter.", "number": "RR 1"}
    files = {"photo": ("receipt.png", PHOTO, "image/png")}
    assert chi.post(f"/deliveries/{number}/handed-over", data=form, files=files).status_code == 303
    assert status_of(desk, number) is DeliveryStatus.HANDED_OVER
    with desk.database.read() as session:
        (proof,) = list_evidence(session, number)
    kept = chi.get(f"/deliveries/{number}/evidence/{proof.id}")
    assert kept.content == PHOTO
    assert kept.headers["content-disposition"] == f'attachment; filename="proof-{proof.id}.png"'
    assert "sandbox" in kept.headers["content-security-policy"]


def test_a_return_slip_is_kept_and_shown(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.ids["gb-pm"]
    chi = browser("coordinator_chi")
    chi.post(f"/deliveries/{number}/handed-over", data={"on": "2026-11-24", "words": "Registered."})
    form, files = {"status": "receipted", "reason": "The slip came back."}, {"slip": ("s.png", PHOTO, "image/png")}
    assert chi.post(f"/deliveries/{number}/settle", data=form, files=files).status_code == 303
    story = chi.get(f"/deliveries/{number}").text
    assert hashlib.sha256(PHOTO).hexdigest() in story
    assert "The slip came back." in story


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("receipt.png", b"MZ an executable", "not a PDF, PNG or JPEG"),
        ("page.png", b"<html><script>alert(1)</script>", "not a PDF, PNG or JPEG"),
        ("big.png", PHOTO + b"\0" * 5 * 1024 * 1024, "larger than 5 MB"),
    ],
)
def test_other_files_are_no_proof(
    sent: Sent, desk: App, browser: Browser, name: str, content: bytes, words: str
) -> None:
    number = sent.ids["gb-pm"]
    form = {"on": "2026-11-24", "words": "Posted."}
    files = {"photo": (name, content, "image/png")}
    answer = browser("staff_sam").post(f"/deliveries/{number}/handed-over", data=form, files=files)
    assert answer.status_code == 422
    assert words in answer.text
    assert status_of(desk, number) is DeliveryStatus.TO_HAND_OVER


def test_a_wrong_day_is_one_sentence(sent: Sent, browser: Browser) -> None:
    number = sent.ids["gb-pm"]
    form = {"on": "tomorrow", "words": "Posted."}
    answer = browser("staff_sam").post(f"/deliveries/{number}/handed-over", data=form)
    assert answer.status_code == 422
    assert "is not a day" in answer.text


def test_what_is_unsent_is_called_off(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.ids["gb-pm"]
    assert browser("staff_sam").post(f"/deliveries/{number}/cancel", data={"reason": "Wrong."}).status_code == 303
    assert status_of(desk, number) is DeliveryStatus.CANCELLED


def test_what_failed_is_planned_again_to_another_contact(sent: Sent, desk: App, browser: Browser) -> None:
    number = sent.becomes("gb-pm", DeliveryStatus.BOUNCED)
    sam = browser("staff_sam")
    with desk.database.begin() as session:
        contact = add(
            session,
            office_key="gb-pm",
            channel=Channel.EMAIL,
            value="office@pm.example",
            actor=STAFF_SAM,
            now=NOW,
        )
    assert "office@pm.example" in sam.get(f"/deliveries/{number}").text
    answer = sam.post(f"/deliveries/{number}/resend", data={"contact_id": contact.id})
    assert answer.status_code == 303
    with desk.database.read() as session:
        purposes = [one.purpose for one in list_addressees(session, office_key="gb-pm", included=True)]
    assert "resend" in purposes


def test_proofs_and_attempts_that_are_not_there_are_not_found(sent: Sent, browser: Browser) -> None:
    sam = browser("staff_sam")
    number = sent.ids["gb-pm"]
    assert sam.get(f"/deliveries/{number}/evidence/99").status_code == 404
    assert sam.get(f"/deliveries/{number}/attempts/1.eml").status_code == 404
    assert sam.get("/deliveries/999").status_code == 404


def test_nothing_yet_is_told_kindly(browser: Browser) -> None:
    sam = browser("staff_sam")
    assert "Nothing is on its way yet" in sam.get("/deliveries").text
    assert "Nothing waits to be handed over" in sam.get("/hand-overs").text


def test_letters_on_their_way_are_told_as_they_change(sent: Sent, browser: Browser) -> None:
    sam = browser("staff_sam")
    assert f'data-live="/rounds/{sent.round_id}/live"' in sam.get(f"/rounds/{sent.round_id}").text
    assert sam.post(f"/rounds/{sent.round_id}/close").status_code == 303
    told = sam.get(f"/rounds/{sent.round_id}/live").text
    assert "data: " in told
    assert "expired</a>" in told
    assert told.endswith("event: over\ndata:\n\n")
