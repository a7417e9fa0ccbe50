"""What a web form takes, on the desk: recorded at the office, seen in plan and review."""

import pytest

from outreach.recipients.status import Channel
from outreach.reviews.store import find_newest_parcel
from outreach.wiring import App
from tests.packed import Packed, pack
from tests.web.conftest import Browser
from tests.world import NOW


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("reviews", "review", "review_acts"):
        monkeypatch.setattr(f"outreach.web.{module}.utc_now", lambda: NOW)


def test_staff_record_it_and_the_text_is_cut(packed: Packed, desk: App, browser: Browser) -> None:
    form = next(one for one in packed.parcels.values() if one.manifest.channel == Channel.WEB_FORM)
    key, contact = form.manifest.office_key, form.manifest.contact_id
    sam, olga = browser("staff_sam"), browser("organiser_olga")
    office = f"/governments/{key[:2].upper()}/{key}"
    assert "The form: limit not known." in sam.get(office).text
    assert "limit not known" in olga.get(f"/review/{form.id}").text
    given = {"characters": "900", "words": "", "files": "no", "source": "the form itself"}
    assert sam.post(f"/contacts/{contact}/limits", data={**given, "characters": "many"}).status_code == 422
    assert olga.post(f"/contacts/{contact}/limits", data=given).status_code == 403
    assert sam.post(f"/contacts/{contact}/limits", data=given).headers["location"] == office
    assert (
        "The form: at most 900 characters; it takes no files. the form itself (staff_sam)" in sam.get(office).text
    )
    with desk.database.begin() as session:
        pack(session, packed.round_id, now=NOW)
        cut = find_newest_parcel(session, addressee_id=form.addressee_id)
    assert cut is not None
    review = olga.get(f"/review/{cut.id}").text
    assert "The form: at most 900 characters; it takes no files." in review
    assert "the text was cut: " in review
    assert "Left out of the text" in review
    assert "at most 900 characters; the text was cut: " in sam.get(f"/rounds/{packed.round_id}").text
