"""Documents of all languages, made once for all tests: sample counts, the project's own texts and offices."""

import re
import subprocess
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from outreach.dossiers.fonts import FontFolder, prepare_fonts
from outreach.dossiers.manuscript import Manuscript, Printed
from outreach.dossiers.press import Press, open_press
from outreach.dossiers.preview import Material, Sources, preview_manuscript, read_material

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 24)
SOURCES = Sources(
    ROOT / "letter_templates", ROOT / "recipients", ROOT / "outreach" / "operations" / "sample_counts.csv", 10
)
CASES = {
    "en": ("GB", "gb-pm"),
    "fr": ("FR", "fr-president"),
    "de": ("DE", "de-kanzler"),
    "it": ("IT", "it-pcm"),
    "es": ("MX", "mx-president"),
    "ja": ("JP", "jp-pm"),
    "ko": ("KR", "kr-president"),
    "zh-Hant": ("TW", "tw-president"),
    "hi": ("IN", "in-pm"),
    "he": ("IL", "il-pm"),
}
"""A government and an office for each language."""
KINDS = ("letter", "dossier")


@dataclass(frozen=True)
class Sample:
    """A manuscript and what became of it, as bytes and as a file."""

    manuscript: Manuscript
    printed: Printed
    file: Path


@cache
def folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that lives as long as the tests."""
    return tempfile.TemporaryDirectory(prefix="outreach-tests-")


@cache
def material() -> Material:
    return read_material(SOURCES)


@cache
def manuscript(language: str, kind: str) -> Manuscript:
    government, office = CASES[language]
    return preview_manuscript(
        material(),
        government=government,
        language=language,
        office=office if kind == "letter" else None,
        dated=DAY,
    )


@cache
def fonts() -> FontFolder:
    """The fonts of all ten languages, for exactly these texts."""
    texts = {language: "".join(manuscript(language, kind).html for kind in KINDS) for language in CASES}
    return prepare_fonts(Path(folder().name) / "fonts", texts)


@cache
def press() -> Press:
    return open_press(fonts())


@cache
def sample(language: str, kind: str) -> Sample:
    made = manuscript(language, kind)
    printed = press().run(made)
    file = Path(folder().name) / f"{kind}-{language}.pdf"
    file.write_bytes(printed.content)
    return Sample(made, printed, file)


def text_of(file: Path, *, right_to_left: bool = False) -> str:
    """What pdftotext reads, plain; with line-end hyphens rejoined, and once more with them."""
    area = ["-x", "0", "-y", "57", "-W", "595", "-H", "728"]  # without heads and feet, on A4
    order = [] if right_to_left else ["-raw"]  # raw is the order of the glyphs: in Hebrew, from left to right
    command = ["pdftotext", *order, *area, str(file), "-"]
    read = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return plain(re.sub(r"[-\u2010\u00ad]\n", "", read)) + plain(read)


def plain(text: str) -> str:
    """NFC without white space, bidirectional controls and other invisible marks."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if not c.isspace() and unicodedata.category(c) != "Cf")
