"""What a reader's software gets back is what was written."""

import html
import re
from html.parser import HTMLParser

import pymupdf
import pytest

from tests.dossiers.samples import CASES, KINDS, LATER, plain, sample, text_of
from tests.dossiers.visual import logical

NO_BRACKETS = str.maketrans("", "", "()")
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "td", "th", "caption"}


class Blocks(HTMLParser):
    """The texts of a manuscript's paragraphs, headings, list items and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._open.append("")
        if tag == "svg":
            self._inside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and self._open:
            self.found.append(self._open.pop())
        if tag == "svg":
            self._inside -= 1

    def handle_data(self, data: str) -> None:
        if self._open and not self._inside:
            self._open[-1] += data


def paragraphs(source: str) -> list[str]:
    body = source[source.index("<body") :]
    parser = Blocks()
    parser.feed(body)
    return [text for block in parser.found if (text := plain(html.unescape(block)))]


@pytest.mark.parametrize("kind", [*KINDS, *LATER])
@pytest.mark.parametrize("language", CASES)
def test_every_paragraph_comes_back(language: str, kind: str) -> None:
    made = sample(language, kind)
    read = text_of(made.file)
    wanted = paragraphs(made.manuscript.html)
    assert len(wanted) > 20
    missing = [text for text in wanted if text not in read]
    if language == "he":
        # One glyph is drawn for ( from the right and ) from the left, and maps to one of them: ISO 32000-1 9.10.3.
        # Two paragraphs have Latin words, brackets and Hebrew in one line; the others come back to the letter.
        assert len(missing) <= 2
        missing = [text for text in missing if text.translate(NO_BRACKETS) not in read.translate(NO_BRACKETS)]
    assert missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_hebrew_paragraphs_come_back_from_where_they_stand_as_well(kind: str) -> None:
    """Without -raw pdftotext sorts lines by where they stand and moves commas: nearly all paragraphs are whole."""
    made = sample("he", kind)
    read = text_of(made.file, by_place=True)
    hebrew = [text for text in paragraphs(made.manuscript.html) if not re.search(r"[A-Za-z0-9()]", text)]
    assert len(hebrew) > 15
    assert len([text for text in hebrew if text not in read]) <= len(hebrew) // 30
    body = re.sub(r"<svg.*?</svg>", "", made.manuscript.html[made.manuscript.html.index("<body") :], flags=re.S)
    words = re.findall(r"[\u05d0-\u05ea]{2,}", body)
    assert [word for word in words if word not in read] == []


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("\u202bסין\u202c ;\u202bומתי\u202c \u202bמה\u202c", "מה ומתי; סין"),
        (".2020 \u202bבמרץ\u202c 1 \u202bהתאריך\u202c", "התאריך 1 במרץ 2020."),
        ("12.4% \u202bיפן\u202c", "יפן 12.4%"),
        (")China Tribunal( \u202bסין\u202c", "סין (China Tribunal)"),
        ("Health and Care Act 2022, s. 170", "Health and Care Act 2022, s. 170"),
    ],
)
def test_lines_from_right_to_left_are_read_from_the_right(seen: str, read: str) -> None:
    assert logical(seen) == read


@pytest.mark.parametrize("language", ["ja", "ko", "zh-Hant"])
def test_other_readers_find_the_same_glyphs(language: str) -> None:
    """A reduced font with a wrong charset is blank in readers that follow ISO 32000-1 9.7.4.2, as MuPDF does."""
    made = sample(language, "letter")
    with pymupdf.open(made.file) as document:
        title = plain(document[0].get_text())[:400]
        ink = document[0].get_pixmap(dpi=60, colorspace=pymupdf.csGRAY)
    assert len(re.findall(r"[\u3040-\u9fff\uac00-\ud7a3]", title)) > 100
    dark = sum(value < 128 for value in ink.samples)
    assert dark > 2500, "the page is nearly blank"
