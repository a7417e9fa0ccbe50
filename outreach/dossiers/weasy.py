"""The typesetter made of WeasyPrint. With its memory, the only file that knows it."""

import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from io import StringIO
from typing import Any
from warnings import catch_warnings, simplefilter
from weakref import finalize

import pydyf
import weasyprint.pdf
from weasyprint import CSS, HTML, Attachment
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from outreach.dossiers.fonts import FontFolder
from outreach.dossiers.manuscript import Enclosure, Manuscript, Printed
from outreach.dossiers.weasy_memory import forget
from outreach.errors import BadInput

_MISSING = re.compile(r'\.notdef glyph rendered.*"(?P<character>.*)" \((?P<code>U\+[0-9A-F]+)\)', re.S)
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_HEBREW = re.compile("[\u0590-\u05ff]")
_ISOLATES = re.compile("[\u2066-\u2069]")


class WeasyTypesetter:
    """Typesets with the fonts of one folder. Make one per process: a font configuration costs time and memory."""

    def __init__(self, fonts: FontFolder) -> None:
        with _environment("FONTCONFIG_FILE", str(fonts.config)):
            self._fonts = FontConfiguration()
        finalize(self, forget, self._fonts)
        self._styles: dict[str, CSS] = {}
        self._fetcher = URLFetcher(allowed_protocols=("data",))

    def typeset(self, manuscript: Manuscript) -> Printed:
        """The pages as a tagged PDF/A-3a that `finish` completes. Every warning is an error.

        Raises:
            BadInput: a glyph that no font has, a missing image or font, or CSS that is not understood.
        """
        try:
            with _warnings_are_errors(manuscript):
                return self._typeset(manuscript)
        except BadInput:
            forget(self._fonts)  # what warned once warns again
            raise

    def _typeset(self, manuscript: Manuscript) -> Printed:
        html = HTML(string=manuscript.html, base_url="data:", url_fetcher=self._fetcher)
        document = html.render(stylesheets=[self._style(manuscript.css)], font_config=self._fonts)
        with catch_warnings():
            simplefilter("ignore", ResourceWarning)  # it leaves its colour profile open
            content: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a",
                pdf_identifier=False,  # `finish` compresses and names: here each object would be written twice
                uncompressed_pdf=True,
                attachments=[_attachment(item, manuscript) for item in manuscript.enclosures],
            )
        return Printed(content, len(document.pages))

    def _style(self, css: str) -> CSS:
        if css not in self._styles:
            self._styles[css] = CSS(string=css, font_config=self._fonts, url_fetcher=self._fetcher)
        return self._styles[css]


def style_warnings(css: str) -> list[str]:
    """What is not understood in a style sheet, in the typesetter's words; `at LINE:COLUMN` where it knows."""
    fetcher = URLFetcher(allowed_protocols=("data",))
    with _collected() as messages:
        CSS(string=css, base_url="data:", url_fetcher=fetcher)
    return list(dict.fromkeys(messages))


def weasy_version() -> str:
    """The libraries that decide how a page looks, with their versions."""
    number = pango.pango_version()  # 10000 times major plus 100 times minor plus micro
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return f"WeasyPrint {weasyprint.__version__}, Pango {version}"


class SpeakingStream(Stream):  # type: ignore[misc]  # WeasyPrint has no types
    """A content stream that says what its text is where the glyphs do not.

    Devanagari is shaped into glyphs whose order and number differ from the characters, so that text taken from
    the glyphs is garbage: /ActualText (ISO 32000-1 §14.9.4) restores it. In a Hebrew document the glyph of ) is
    drawn for ( as well, and maps to whichever came first: a Latin passage with brackets says its text too.
    Text in another language than the document gets /Lang (§14.9.2).
    """

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        with super().marked(box, tag):
            properties = self.stream[-2]  # what the super class has just opened: /tag, properties, BDC
            text = getattr(box, "text", "")
            if _DEVANAGARI.search(text) or _has_turned_brackets(text, box.style["font_family"]):
                properties["ActualText"] = pydyf.String(_ISOLATES.sub("", text))
            properties["Lang"] = pydyf.String(box.style["lang"])
            yield


def _has_turned_brackets(text: str, families: Sequence[str]) -> bool:
    mixed = any("Hebrew" in family for family in families)
    return mixed and ("(" in text or ")" in text) and not _HEBREW.search(text)


# WeasyPrint offers no way to choose the class of its streams; its version is pinned, and tests read the result.
weasyprint.pdf.Stream = SpeakingStream


def _attachment(enclosure: Enclosure, manuscript: Manuscript) -> Attachment:
    day = datetime.combine(manuscript.dated, time(), UTC)
    return Attachment(
        file_obj=StringIO(enclosure.content.decode()),
        name=enclosure.name,
        description=enclosure.description,
        created=day,
        modified=day,
        relationship="Data",
    )


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _collected() -> Iterator[list[str]]:
    """WeasyPrint tells of a missing glyph, image, font or rule in its log only."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)


@contextmanager
def _warnings_are_errors(manuscript: Manuscript) -> Iterator[None]:
    with _collected() as messages:
        yield
    if messages:
        problems = [_sentence(message) for message in dict.fromkeys(messages)]
        raise BadInput(f"{manuscript.name}: {'; '.join(problems)}.")


def _sentence(message: str) -> str:
    missing = _MISSING.search(message)
    if missing is None:
        return message.rstrip(".")
    character, code = missing["character"], missing["code"]
    return f"no font has the character “{character}” ({code}): correct the text or add a font"
