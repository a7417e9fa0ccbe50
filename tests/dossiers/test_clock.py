"""The time that a country's law sets for petitions of another kind stands in letters to those whom it binds."""

import pytest

from outreach.dossiers.preview import preview_manuscript
from outreach.petition.languages import LANGUAGES
from outreach.petition.routes import load_routes
from tests.dossiers.samples import DAY, SOURCES, material

NUMBERS = {"CA": "45", "TW": "two months"}
"""As the file of routes says it."""


@pytest.mark.parametrize(
    ("government", "language", "office", "said"),
    [
        ("CA", "en", "ca-pm", "within 45 calendar days"),
        ("CA", "fr", "ca-health", "dans les 45 jours civils"),
        ("TW", "zh-Hant", "tw-premier", "2 個月"),
    ],
)
def test_a_government_reads_its_own_clock_and_that_this_letter_is_not_under_it(
    government: str, language: str, office: str, said: str
) -> None:
    html = letter(government, language, office)
    assert said in html
    assert material().texts[language].body["letter"]["clock"][government] in html


@pytest.mark.parametrize(
    ("government", "language", "office"),
    [("TW", "zh-Hant", "tw-president"), ("CA", "en", "ca-commons-speaker"), ("KR", "ko", "kr-mofa")],
)
def test_others_are_told_of_none(government: str, language: str, office: str) -> None:
    """The platform is the Executive Yuan's; a parliament is no government; Korea's clock is not confirmed."""
    html = letter(government, language, office)
    assert not any(clock in html for clock in material().texts[language].body["letter"]["clock"].values())


def test_each_clock_is_that_of_a_route_with_a_source() -> None:
    assert material().texts["en"].body["letter"]["clock"].keys() == NUMBERS.keys()
    for government, number in NUMBERS.items():
        routes = [one for one in load_routes(SOURCES.templates) if one.government == government]
        cited = [one for one in routes if one.basis == "cited source" and number in one.answer]
        assert cited
        for language in LANGUAGES:
            clock = material().texts[language].body["letter"]["clock"][government]
            assert government != "CA" or number in clock


def letter(government: str, language: str, office: str) -> str:
    return preview_manuscript(material(), government=government, language=language, office=office, dated=DAY).html
