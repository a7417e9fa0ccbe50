"""What the texts of the project say: honest about status, attributed, the same facts in every language."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from outreach.petition.languages import LANGUAGES, direction_of, plural_categories
from outreach.petition.load import load_campaign, load_texts
from outreach.petition.values import CampaignFile, Text
from tests.shared import SHARED, needs_shared

ROOT = Path(__file__).resolve().parents[2]
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def texts() -> dict[str, Text]:
    return load_texts(ROOT / "letter_templates")


@pytest.fixture(scope="module")
def campaign() -> CampaignFile:
    return load_campaign(ROOT / "letter_templates")


def test_languages(texts: dict[str, Text]) -> None:
    assert tuple(texts) == LANGUAGES
    assert [language for language in LANGUAGES if direction_of(language) == "rtl"] == ["he"]
    assert plural_categories("fr") == {"one", "many", "other"}
    assert plural_categories("he") == {"one", "two", "other"}
    assert plural_categories("ja") == {"other"}


@each_language
def test_no_text_claims_what_it_is_not(texts: dict[str, Text], language: str) -> None:
    text = texts[language]
    assert not text.is_reviewed
    assert text.signed_wording.text == ""
    assert text.provenance.method == (
        "own words from the facts" if language == "en" else "machine translation of en, draft"
    )


@each_language
def test_the_tribunal_is_attributed_and_china_heard(texts: dict[str, Text], language: str) -> None:
    by_id = {item.id: item for item in texts[language].petition.evidence}
    assert "ETAC" in by_id["e2-tribunal-standing"].text
    assert "2019" in by_id["e1-tribunal-finding"].text
    assert "2020" in by_id["e1-tribunal-finding"].text
    assert "2015" in by_id["e7-chinas-position"].text
    assert all(item.who and item.source for item in by_id.values())


@each_language
def test_samples_say_so_in_letters_that_everybody_reads(texts: dict[str, Text], language: str) -> None:
    assert "SAMPLE" in texts[language].body["marks"]["sample"].upper()


@needs_shared
def test_facts_are_those_of_the_facts(texts: dict[str, Text], campaign: CampaignFile) -> None:
    facts = YAML(typ="safe").load(SHARED / "facts" / "petition.yaml")
    plan = facts["demands"]["plan"]
    pages = facts["demands"]["official_language_pages"]
    assert [demand.id for demand in texts["en"].petition.demands] == [item["id"] for item in plan]
    assert campaign.goal.count == facts["target"]["count"]
    assert str(campaign.site) == facts["site"]["value"]
    for language, text in texts.items():
        assert text.signed_wording.source_page == pages.get(language, "")


def test_every_role_of_the_recipients_is_asked_for_something(texts: dict[str, Text]) -> None:
    files = [YAML(typ="safe").load(path) for path in sorted((ROOT / "recipients").glob("*.yaml"))]
    roles = {office["role"] for file in files for office in file["offices"]}
    assert roles
    assert roles <= set(texts["en"].asks)
    assert texts["ja"].asks_for("prime_minister") == texts["ja"].asks_for("head_of_government")
    assert texts["ja"].asks_for("astronaut") == texts["ja"].asks["default"]


def test_signatories_of_the_demonstration_say_sample(campaign: CampaignFile) -> None:
    assert campaign.has_samples
    assert all("SAMPLE" in person.name and person.sample for person in campaign.signatories)
    assert "SAMPLE" in campaign.postal_address.lines[0]
    assert campaign.signatories[0].title_in("ja") == "事務局長"
    assert campaign.signatories[0].title_in("xx") == "Executive Director"
    assert campaign.privacy_notice_in("xx") == campaign.privacy_notice["en"]
