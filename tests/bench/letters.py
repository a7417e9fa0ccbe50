"""Letters as PDFs: ours with the round's own fonts, tagged, PDF/A-3a and checked; against WeasyPrint's plain call.

The plain way makes less (no tags, no archive profile, no check) and takes the system's fonts anew for each
letter. It runs in a process of its own, where nothing of ours is loaded.
"""

import multiprocessing
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from outreach.dossiers.fonts import prepare_fonts
from outreach.dossiers.press import open_press
from outreach.dossiers.preview import Sources, preview_manuscript, read_material_for
from tests.bench.measure import Measure, compare
from tests.bench.plain_letters import plain_letters
from tests.house.code import PACKAGE, ROOT

SOURCES = Sources(
    templates=ROOT / "letter_templates",
    recipients=ROOT / "recipients",
    counts=PACKAGE / "operations" / "sample_counts.csv",
    small_count=10,
)
DATED = date(2026, 12, 1)
LETTERS = 8


def english_letters() -> Measure:
    return _letters("GB", "en")


def japanese_letters() -> Measure:
    return _letters("JP", "ja")


def _letters(government: str, language: str) -> Measure:
    material = read_material_for(SOURCES, government=government, language=language)
    manuscripts = [
        preview_manuscript(material, government=government, language=language, office=office.key, dated=DATED)
        for office in material.governments[government].offices[:LETTERS]
    ]
    pages = [(manuscript.html, manuscript.css) for manuscript in manuscripts]
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as elsewhere,
    ):
        press = open_press(prepare_fonts(Path(folder), {language: "".join(item.html for item in manuscripts)}))
        elsewhere.submit(plain_letters, pages[:1]).result()
        return compare(
            lambda: len([press.run(manuscript) for manuscript in manuscripts]),
            lambda: elsewhere.submit(plain_letters, pages).result(),
            unit="letters/s",
        )
