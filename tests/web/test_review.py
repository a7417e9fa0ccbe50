"""Reviewing on the desk: what is shown, who may decide, and what a decision leaves behind."""

import io

import pikepdf
import pytest
from sqlalchemy import update

from outreach.accounts import Grant, Role
from outreach.accounts.grants import grant_role, set_languages
from outreach.clock import utc_now
from outreach.dossiers.tables import Document
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, get_parcel, list_parcels
from outreach.rounds.tables import Round
from outreach.wiring import App
from tests.packed import Packed, pack
from tests.people import ADMIN_ADA
from tests.web.conftest import Browser
from tests.world import NOW


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parcels are dated on one day: the desk opens on that day, whenever the test runs."""
    for module in ("reviews", "review", "review_acts"):
        monkeypatch.setattr(f"outreach.web.{module}.utc_now", lambda: NOW)


def parcel_of(desk: App, parcel_id: int) -> ParcelInfo:
    with desk.database.read() as session:
        return get_parcel(session, parcel_id)


def with_pdf(desk: App, packed: Packed, *, pages: int = 2) -> list[ParcelInfo]:
    """Every document becomes a real PDF, and the round is packed again."""
    pdf, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.save(out)
    sha256 = desk.blobs.put(out.getvalue())
    with desk.database.begin() as session:
        session.exec(update(Document).values(sha256=sha256, pages=pages))
        pack(session, packed.round_id, now=NOW)
        return list_parcels(session, round_id=packed.round_id)


def test_an_organiser_approves_and_goes_on_to_the_next(packed: Packed, desk: App, browser: Browser) -> None:
    olga = browser("organiser_olga")
    parcel = packed.parcels["gb-pm"]
    page = olga.get(f"/review/{parcel.id}").text
    assert parcel.manifest.subject in page
    assert "Approve this parcel" in page
    answer = olga.post(f"/review/{parcel.id}/approve", data={"manifest_sha256": parcel.manifest_sha256})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review/")
    decided = parcel_of(desk, parcel.id)
    assert (decided.status, decided.decided_by) == (ReviewStatus.APPROVED, "organiser_olga")


def test_who_had_a_part_is_told_why_and_has_no_button(packed: Packed, desk: App, browser: Browser) -> None:
    with desk.database.begin() as session:
        grant_role(session, name="staff_sam", grant=Grant(Role.ORGANISER), actor=ADMIN_ADA, now=utc_now())
    sam = browser("staff_sam")
    parcel = packed.parcels["gb-pm"]
    page = sam.get(f"/review/{parcel.id}").text
    assert "staff_sam planned the round and may not approve" in page
    assert "Approve this parcel" not in page
    answer = sam.post(f"/review/{parcel.id}/approve", data={"manifest_sha256": parcel.manifest_sha256})
    assert answer.status_code == 409
    assert parcel_of(desk, parcel.id).status is ReviewStatus.AWAITING


def test_what_was_not_seen_is_not_approved(packed: Packed, desk: App, browser: Browser) -> None:
    parcel = packed.parcels["gb-pm"]
    answer = browser("organiser_olga").post(f"/review/{parcel.id}/approve", data={"manifest_sha256": "0" * 64})
    assert answer.status_code == 409
    assert parcel_of(desk, parcel.id).status is ReviewStatus.AWAITING


def test_a_first_letter_is_approved_with_others_only_when_it_was_opened(
    packed: Packed, desk: App, browser: Browser
) -> None:
    olga = browser("organiser_olga")
    chosen = [one for key, one in packed.parcels.items() if key.startswith("gb-")][:2]
    form = {"parcel": [f"{one.id}:{one.manifest_sha256}" for one in chosen]}
    assert "first letter: open it" in olga.get("/review").text
    refused = olga.post("/review/approve-together", data=form)
    assert refused.status_code == 409
    assert "seen one by one" in refused.text
    for one in chosen:
        olga.get(f"/review/{one.id}")
    assert "opened by you" in olga.get("/review").text
    assert olga.post("/review/approve-together", data=form).status_code == 303
    decided = [parcel_of(desk, one.id) for one in chosen]
    assert {one.status for one in decided} == {ReviewStatus.APPROVED}
    assert all(one.seen and one.batch for one in decided)


def test_loading_ahead_is_not_seeing(packed: Packed, browser: Browser) -> None:
    olga = browser("organiser_olga")
    olga.get(f"/review/{packed.parcels['gb-pm'].id}", headers={"Sec-Purpose": "prefetch;prerender"})
    assert "opened by you" not in olga.get("/review").text


def test_nothing_chosen_is_one_sentence(packed: Packed, browser: Browser) -> None:
    answer = browser("organiser_olga").post("/review/approve-together")
    assert answer.status_code == 422
    assert "Choose at least one parcel" in answer.text


def test_changes_are_asked_for_with_a_page(packed: Packed, desk: App, browser: Browser) -> None:
    parcel = packed.parcels["gb-pm"]
    form = {"manifest_sha256": parcel.manifest_sha256, "document": "letter en", "sheet": "2", "comment": "A typo."}
    assert browser("organiser_olga").post(f"/review/{parcel.id}/changes", data=form).status_code == 303
    decided = parcel_of(desk, parcel.id)
    assert (decided.status, decided.comment) == (ReviewStatus.CHANGES_WANTED, "letter en, page 2: A typo.")


def test_an_approval_is_taken_back(packed: Packed, desk: App, browser: Browser) -> None:
    olga = browser("organiser_olga")
    parcel = packed.parcels["gb-pm"]
    olga.post(f"/review/{parcel.id}/approve", data={"manifest_sha256": parcel.manifest_sha256})
    assert olga.post(f"/review/{parcel.id}/withdraw", data={"reason": ""}).status_code == 422
    assert olga.post(f"/review/{parcel.id}/withdraw", data={"reason": "Wrong day."}).status_code == 303
    assert parcel_of(desk, parcel.id).status is ReviewStatus.WITHDRAWN


def test_the_pdf_comes_with_a_policy_of_its_own(packed: Packed, desk: App, browser: Browser) -> None:
    parcel = with_pdf(desk, packed)[0]
    olga = browser("organiser_olga")
    answer = olga.get(f"/review/{parcel.id}/documents/0.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.content.startswith(b"%PDF-")
    picture = olga.get(f"/review/{parcel.id}/documents/0/2.png")
    assert picture.content.startswith(b"\x89PNG")
    assert olga.get(f"/review/{parcel.id}/documents/0/3.png").status_code == 404
    assert olga.get(f"/review/{parcel.id}/documents/9.pdf").status_code == 404
    assert olga.get(f"/review/{parcel.id}?document=9").status_code == 404


def test_the_list_is_a_file_for_a_spreadsheet_too(packed: Packed, desk: App, browser: Browser) -> None:
    olga = browser("organiser_olga")
    of_all = olga.get("/review.csv").text.splitlines()
    assert len(of_all) == 1 + len(packed.parcels)
    assert f"{packed.parcels['gb-pm'].id},Spring,GB,gb-pm," in "\n".join(of_all)
    assert ",gb-pm," not in olga.get("/review.csv?government=CA").text
    assert olga.get("/review.csv?status=approved").text.count("\n") == 1


def test_the_list_narrows(packed: Packed, browser: Browser) -> None:
    olga = browser("organiser_olga")
    pm = f'/review/{packed.parcels["gb-pm"].id}"'
    assert pm in olga.get("/review?government=gb&language=en").text
    assert pm not in olga.get("/review?government=CA").text
    assert "No parcel is like that" in olga.get("/review?status=withdrawn").text
    assert pm in olga.get(f"/review?status=all&round={packed.round_id}").text


def test_staff_see_everything_and_decide_nothing(packed: Packed, browser: Browser) -> None:
    page = browser("staff_sam").get(f"/review/{packed.parcels['gb-pm'].id}").text
    assert "It awaits an organiser" in page
    assert "Ask for changes" not in page


def test_the_page_asks_for_the_native_reader_of_a_live_letter(packed: Packed, desk: App, browser: Browser) -> None:
    parcel = packed.parcels["ca-pm"]
    olga, path = browser("organiser_olga"), f"/review/{parcel.id}"
    assert "native_reader" not in olga.get(path).text, "nothing is sent live"
    with desk.database.begin() as session:
        session.exec(update(Round).values(live=True))
        set_languages(session, name="organiser_olga", languages=["en"], actor=ADMIN_ADA, now=utc_now())
    page = olga.get(path).text
    assert "French: by your account you do not read this" in page
    form = {"manifest_sha256": parcel.manifest_sha256}
    refused = olga.post(f"{path}/approve", data=form)
    assert refused.status_code == 409
    assert "name the native reader who checked this letter" in refused.text
    assert olga.post(f"{path}/approve", data={**form, "native_reader": "Anne Dubois"}).status_code == 303
    assert "Checked by a native reader: Anne Dubois" in olga.get(path).text
    olga.get(f"/review/{packed.parcels['ca-foreign'].id}")
    assert 'name="native_reader"' in olga.get("/review").text, "many alike, of which one may be chosen"
