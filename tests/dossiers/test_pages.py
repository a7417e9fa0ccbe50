"""How many pages there are, and that the last one is worth turning to."""

import pymupdf
import pytest

from tests.dossiers.samples import CASES, KINDS, LATER, sample

HEAD, FOOT = 50, 48
"""Points at the edges of a page where marks and page numbers stand."""
MOST = {"letter": 1, "second letter": 1, "dossier": 6, "second dossier": 7}
LONGER = {("fr", "dossier"): 7}


@pytest.mark.parametrize("kind", [*KINDS, *LATER])
@pytest.mark.parametrize("language", CASES)
def test_documents_are_as_short_as_they_are_meant_to_be(language: str, kind: str) -> None:
    assert sample(language, kind).printed.pages <= LONGER.get((language, kind), MOST[kind])


@pytest.mark.parametrize("kind", [*KINDS, *LATER])
@pytest.mark.parametrize("language", CASES)
def test_the_last_page_is_well_filled_and_no_chapter_stands_there_alone(language: str, kind: str) -> None:
    with pymupdf.open(sample(language, kind).file) as document:
        page = document[-1]
        height = page.rect.height
        blocks = [one for one in page.get_text("blocks") if one[1] > HEAD and one[3] < height - FOOT]
        assert max(one[3] for one in blocks) > height * 0.42
        if "dossier" in kind:
            titles = [title for level, title, at in document.get_toc() if level == 2 and at == document.page_count]
            first = page.search_for(titles[-1])[0]
            before = [word for word in page.get_text("words") if word[1] > HEAD and word[3] < first.y0]
            assert sum(len(word[4]) for word in before) >= 100


@pytest.mark.parametrize("kind", ["dossier", "second dossier"])
@pytest.mark.parametrize("language", CASES)
def test_a_title_stands_with_what_it_is_the_title_of(language: str, kind: str) -> None:
    with pymupdf.open(sample(language, kind).file) as document:
        for level, title, at in document.get_toc():
            if level == 2:
                page = document[at - 1]
                top = page.search_for(title)[0].y1 if language != "he" else 0
                below = [
                    one for one in page.get_text("blocks") if one[1] >= top and one[3] < page.rect.height - FOOT
                ]
                assert len(below) >= 3, title
