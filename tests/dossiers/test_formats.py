"""What stands between sentences, labels and what they label."""

import re
from datetime import date

import pytest

from outreach.dossiers.formats import formats_of
from tests.dossiers.samples import CASES, KINDS, manuscript

EAST_ASIAN = "[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60]"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["ja", "zh-Hant"])
def test_no_space_stands_between_east_asian_sentences(language: str, kind: str) -> None:
    """Neither one that a template puts in, nor a line's end in its place."""
    written = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", manuscript(language, kind).html, flags=re.S)
    inside = re.sub(r"\s*<[^>]+>\s*", "|", written)
    assert re.findall(rf"[。！？]\s+{EAST_ASIAN}", inside) == []


@pytest.mark.parametrize(
    ("language", "between", "colon"),
    [("en", " ", ": "), ("fr", " ", "\u00a0: "), ("ja", "", "："), ("zh-Hant", "", "："), ("ko", " ", ": ")],
)
def test_sentences_and_labels_are_joined_as_the_language_does(language: str, between: str, colon: str) -> None:
    formats = formats_of(language, "XX")
    assert formats.sentences("A.", "", "B.") == f"A.{between}B."
    assert formats.colon == colon


DATES = {
    ("en", "GB"): "24 November 2026",
    ("en", "US"): "November 24, 2026",
    ("en", "CA"): "November 24, 2026",
    ("fr", "CA"): "24 novembre 2026",
    ("fr", "FR"): "24 novembre 2026",
    ("de", "DE"): "24. November 2026",
    ("it", "IT"): "24 novembre 2026",
    ("es", "MX"): "24 de noviembre de 2026",
    ("ja", "JP"): "2026年11月24日",
    ("ko", "KR"): "2026년 11월 24일",
    ("zh-Hant", "TW"): "2026年11月24日",
    ("hi", "IN"): "24 नवंबर 2026",
    ("he", "IL"): "24 בנובמבר 2026",
}


@pytest.mark.parametrize(("language", "territory"), DATES)
def test_dates_are_written_as_the_country_does(language: str, territory: str) -> None:
    assert formats_of(language, territory).day(date(2026, 11, 24)) == DATES[language, territory]


def test_every_language_is_tried() -> None:
    assert {language for language, _ in DATES} == set(CASES)
