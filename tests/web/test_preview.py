"""A letter or dossier looked at before anything is planned: from the files, with sample counts."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outreach.errors import BadInput
from outreach.operations.samples import sources_of
from outreach.web.previewer import Previewer, Wanted
from outreach.wiring import App
from tests.web.conftest import Browser
from tests.world import NOW, TEMPLATES, Ground

LETTER = {"government": "GB", "language": "en", "office": "gb-pm"}


def test_a_letter_is_shown_page_by_page(browser: Browser, ground: Ground) -> None:
    sam = browser("coordinator_chi")
    assert "Choose a government first" in sam.get("/petition/preview").text
    assert "Now choose an office" in sam.get("/petition/preview", params={"government": "gb"}).text
    try:
        page = sam.get("/petition/preview", params=LETTER).text
        assert "Letter to" in page
        assert "/petition/preview/1.png?government=GB&amp;language=en&amp;office=gb-pm" in page
        pdf = sam.get("/petition/preview.pdf", params=LETTER)
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF")
        assert sam.get("/petition/preview/1.png", params=LETTER).content.startswith(b"\x89PNG")
        assert sam.get("/petition/preview/9.png", params=LETTER).status_code == 404
    finally:
        end(sam)


def test_a_file_that_is_wrong_is_named_with_its_line(browser: Browser, ground: Ground, desk: App) -> None:
    sam = browser("organiser_olga")
    broken = copy_of_templates(desk.settings.home)
    letter = broken / "letter.html.j2"
    letter.write_text(letter.read_text(encoding="utf-8") + "\n{% if %}\n", encoding="utf-8")
    previewer = sam.app.state.previewer  # type: ignore[attr-defined]
    previewer.sources = replace(previewer.sources, templates=broken)
    try:
        page = sam.get("/petition/preview", params=LETTER)
        assert page.status_code == 422
        assert f"{letter}:" in page.text
    finally:
        end(sam)


def test_a_text_that_is_being_written_shows_as_it_is(desk: App) -> None:
    templates = copy_of_templates(desk.settings.home)
    previewer = Previewer(replace(sources_of(desk.settings), templates=templates))
    wanted = Wanted("GB", "en", "gb-pm", NOW.date())
    try:
        before = previewer.make(wanted)
        assert previewer.make(wanted) == before
        style = templates / "style.css"
        style.write_text(style.read_text(encoding="utf-8") + "\np { letter-spacing: 1px }\n", encoding="utf-8")
        assert previewer.make(wanted) != before
        with pytest.raises(BadInput, match="not written to in fr"):
            previewer.make(replace(wanted, language="fr"))
    finally:
        previewer.close()


def copy_of_templates(home: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, home / "templates"))


def end(client: TestClient) -> None:
    client.app.state.previewer.close()  # type: ignore[attr-defined]
