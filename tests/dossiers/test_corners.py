"""Contents that the ten samples do not have: few rows, many rows, tables that a page breaks. Three judges look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.dossiers.content import Content
from outreach.dossiers.dossier import dossier_manuscript
from outreach.dossiers.fonts import prepare_fonts
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.press import imprint_of, open_press
from outreach.dossiers.preview import preview_content
from outreach.signatures.disclosure import CountryRow, Disclosure, GrowthPoint, RegionRow
from tests.dossiers.judges import assert_no_judge_finds_anything
from tests.dossiers.samples import DAY, SOURCES, history_of, later_manuscript, material


def grown(disclosure: Disclosure, times: int) -> Disclosure:
    """With so many totals printed, the present one last."""
    points = [GrowthPoint(datetime(2025, 1 + n % 12, 1 + n // 12, tzinfo=UTC), 1000 * n) for n in range(1, times)]
    return replace(disclosure, growth=(*points, GrowthPoint(disclosure.as_of, disclosure.total))).sealed()


def of_countries(*rows: CountryRow) -> Callable[[Disclosure], Disclosure]:
    """These countries and nothing else."""
    total = sum(row.count or 0 for row in rows)
    return lambda before: replace(
        before, countries=rows, total=total, difference=0, merged=None, suppressed=(), growth=()
    ).sealed()


def bare(disclosure: Disclosure) -> Disclosure:
    """The total alone."""
    return replace(disclosure, countries=(), merged=None, suppressed=(), difference=None, growth=()).sealed()


REGIONS = tuple(RegionRow(f"District {n}", 90 - n) for n in range(70))
TABLES: dict[str, tuple[str, str, Callable[[Disclosure], Disclosure]]] = {
    "two totals": ("GB", "en", lambda d: grown(d, 2)),
    "totals of a year": ("DE", "de", lambda d: grown(d, 52)),
    "one country": ("US", "en", of_countries(CountryRow("US", "United States", 400))),
    "two countries": ("CA", "fr", of_countries(CountryRow("GB", "X", 400), CountryRow("CA", "Y", 30))),
    "four countries": ("JP", "ja", of_countries(*(CountryRow(c, c, 99) for c in ("JP", "FR", "DE", "IT")))),
    "two regions": ("IN", "hi", of_countries(CountryRow("IN", "I", 400, REGIONS[:2]), CountryRow("US", "U", 50))),
    "many regions": ("FR", "fr", of_countries(CountryRow("FR", "F", 9000, REGIONS), CountryRow("US", "U", 50))),
    "total alone": ("KR", "ko", bare),
}
OFFICES = (1, 2, 5)
"""How many offices were written to before."""


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_any_length(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    government, language, change = TABLES[name]
    content = preview_content(material(), government=government, language=language, dated=DAY)
    content = replace(content, disclosure=change(content.disclosure))
    judged(dossier_of(content), tmp_path, monkeypatch)


@pytest.mark.parametrize("count", OFFICES)
def test_any_number_of_offices_that_were_written_to(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the total can be compared where there is one office: one line then and now."""
    content = preview_content(material(), government="US", language="en", dated=DAY)
    entry = material().governments["US"]
    history = history_of(replace(entry, offices=entry.offices[:count]), content)
    if count == 1:
        history = replace(history, printed=(replace(history.printed[0], countries=()),))
    judged(dossier_of(replace(content, history=history)), tmp_path, monkeypatch)


@pytest.mark.parametrize(("government", "language"), [("AR", "es"), ("CA", "fr"), ("EU", "de")])
def test_second_rounds_of_others(
    government: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(later_manuscript(government, language, None), tmp_path, monkeypatch)


def dossier_of(content: Content) -> Manuscript:
    imprint = imprint_of(content.language)
    return dossier_manuscript(content, laws=material().laws, imprint=imprint, templates=SOURCES.templates)


def judged(made: Manuscript, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press = open_press(prepare_fonts(folder / "fonts", {made.language: made.html}))
    file = folder / "made.pdf"
    file.write_bytes(press.run(made).content)
    assert_no_judge_finds_anything(file, made.language, monkeypatch)
