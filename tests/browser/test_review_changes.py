"""What changed since the last approval, word by word and page by page, and a comment on the page where it did."""

import io

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import update
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.dossiers.tables import Document
from outreach.reviews.decide import approve
from outreach.reviews.store import list_parcels
from outreach.web.changes import AMBER
from outreach.wiring import App
from tests.browser.conftest import Open
from tests.browser.running import Desk
from tests.packed import pack, pack_a_round
from tests.people import ORGANISER_OLGA
from tests.world import Ground

BEFORE = ("The Prime Minister is asked to act.", "The second page stays as it is.")
AFTER = ("The Prime Minister is asked again to act.", "The second page stays as it is.")


@pytest.fixture(scope="module")
def changed(desk: Desk) -> int:
    """A parcel of a second round, whose documents differ on their first page from those approved before."""
    with desk.app.database.begin() as session:
        first = pack_with(session, desk.app, "First", BEFORE)
        for parcel in list_parcels(session, round_id=first):
            sha256 = parcel.manifest_sha256
            approve(session, parcel_id=parcel.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=utc_now())
        second = pack_with(session, desk.app, "Second", AFTER)
        return list_parcels(session, round_id=second)[0].id


def test_an_organiser_sees_what_changed_and_comments_on_the_page(open_as: Open, changed: int) -> None:
    page = open_as("organiser_olga")
    page.goto(f"/review/{changed}")
    page.keyboard.press("d")
    first, second = page.locator("#page-1"), page.locator("#page-2")
    expect(first.locator("ins")).to_have_text("again")
    expect(second).to_contain_text("the same words")
    for sheet in (first, second):
        picture = sheet.get_by_role("img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth") > 300
    assert is_amber(page.request.get(f"/review/{changed}/documents/0/1/changes.png").body())
    assert not is_amber(page.request.get(f"/review/{changed}/documents/0/2/changes.png").body())
    first.get_by_role("link", name="comment on this page").click()
    expect(page.get_by_label("Page, if it is about one")).to_have_value("1")
    page.get_by_label("What must change").fill("Say it once.")
    page.get_by_role("button", name="Send it back").click()
    expect(page.get_by_role("status")).to_contain_text("Changes asked for")
    page.goto(f"/review/{changed}")
    expect(page.locator("#decide")).to_contain_text("page 1: Say it once.")


def pack_with(session: Session, app: App, name: str, words: tuple[str, ...]) -> int:
    now = utc_now()
    packed = pack_a_round(session, Ground(1, 1, 1), now=now, name=name, governments=("GB",))
    session.execute(
        update(Document).where(Document.round_id == packed.round_id).values(sha256=app.blobs.put(pdf(words)))
    )
    pack(session, packed.round_id, now=now)
    return packed.round_id


def pdf(pages: tuple[str, ...]) -> bytes:
    """A page for each text."""
    made, out = pikepdf.new(), io.BytesIO()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for text in pages:
        page = made.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(f"BT /F1 14 Tf 60 760 Td ({text}) Tj ET".encode())
    made.save(out)
    return out.getvalue()


def is_amber(png: bytes) -> bool:
    """Whether a picture has the colour that marks a change."""
    with Image.open(io.BytesIO(png)) as picture:
        return any(colour == AMBER for _count, colour in picture.convert("RGB").getcolors(1 << 24) or ())
