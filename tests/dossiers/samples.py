"""Documents of all languages, made once for all tests: sample counts, the project's own texts and offices."""

import subprocess
import tempfile
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from outreach.dossiers import history
from outreach.dossiers.content import Content
from outreach.dossiers.dossier import dossier_manuscript
from outreach.dossiers.fonts import FontFolder, prepare_fonts
from outreach.dossiers.history import Heard, History, Told, Written
from outreach.dossiers.letter import letter_manuscript
from outreach.dossiers.manuscript import Manuscript, Printed
from outreach.dossiers.press import Press, imprint_of, open_press
from outreach.dossiers.preview import (
    Material,
    Sources,
    preview_content,
    preview_manuscript,
    preview_recipient,
    read_material,
)
from outreach.recipients.values import GovernmentEntry
from tests.dossiers.visual import logical

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
LATER = ("second letter", "second dossier")
"""The same in a second round: with what was written, and answered, before."""


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
    if kind in LATER:
        return later_manuscript(government, language, office if kind == "second letter" else None)
    return preview_manuscript(
        material(),
        government=government,
        language=language,
        office=office if kind == "letter" else None,
        dated=DAY,
    )


def later_manuscript(government: str, language: str, office: str | None) -> Manuscript:
    """The letter to an office, or the dossier, half a year after every office was written to once."""
    entry = material().governments[government]
    content = preview_content(material(), government=government, language=language, dated=DAY)
    content = replace(content, history=history_of(entry, content))
    templates = SOURCES.templates
    if office is None:
        imprint = imprint_of(language)
        return dossier_manuscript(content, laws=material().laws, imprint=imprint, templates=templates)
    recipient = preview_recipient(material(), entry, office, language)
    return letter_manuscript(content, recipient, templates=templates)


def history_of(entry: GovernmentEntry, content: Content) -> History:
    """One office in three answered, one acknowledged, one was silent; a fifth of the signatures is new."""
    demands = [demand.id for demand in content.text.petition.demands]
    told = Told(date(2026, 7, 9), ((demands[0], "supports"), (demands[2], "referred")))
    heard = (Heard.NOTHING, Heard.ANSWERED, Heard.ACKNOWLEDGED)
    days = (None, date(2026, 7, 9), date(2026, 6, 5))
    written = [
        Written(
            office.key,
            office.name,
            office.names,
            f"OUT-000{n}-42K",
            date(2026, 6, 2),
            1,
            heard[n % 3],
            days[n % 3],
            told if n % 3 == 1 else None,
        )
        for n, office in enumerate(entry.offices)
    ]
    counts = tuple((row.code, row.count and row.count * 4 // 5) for row in content.disclosure.countries)
    printed = history.Printed(
        1, datetime(2026, 5, 30, tzinfo=UTC), content.disclosure.total * 4 // 5, 10, counts, "0" * 64
    )
    return History(entry.code, DAY, tuple(written), (printed,))


@cache
def fonts() -> FontFolder:
    """The fonts of all ten languages, for exactly these texts."""
    texts = {language: "".join(manuscript(language, kind).html for kind in (*KINDS, *LATER)) for language in CASES}
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


def text_of(file: Path, *, by_place: bool = False) -> str:
    """What pdftotext reads, plain: in the document's own order, or as it sorts what it finds by place."""
    area = ["-x", "0", "-y", "54", "-W", "612", "-H", "736"]  # without heads and feet, on A4
    command = ["pdftotext", *([] if by_place else ["-raw"]), *area, str(file), "-"]
    read = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return plain(read if by_place else logical(read))


def plain(text: str) -> str:
    """NFC without white space, hyphens (one may end a line), bidirectional controls and other invisible marks."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if not c.isspace() and unicodedata.category(c) != "Cf" and c not in "-\u2010")
