"""Addresses in the order and with the spaces of the country's post."""

import pytest

from outreach.dossiers.postal import postal_block
from outreach.dossiers.preview import preview_recipient
from tests.dossiers.samples import manuscript, material


@pytest.mark.parametrize(
    ("addressee", "address", "block"),
    [
        (
            "内閣総理大臣 殿",
            ("〒100-0014", "東京都千代田区永田町2-3-1", "内閣総理大臣官邸"),
            ("〒100-0014", "東京都千代田区永田町2-3-1", "内閣総理大臣官邸", "内閣総理大臣 殿"),
        ),
        (
            "대통령 귀하",
            ("서울특별시 종로구 청와대로 1", "청와대 대통령비서실", "03048"),
            ("서울특별시 종로구 청와대로 1", "청와대 대통령비서실", "대통령 귀하", "03048"),
        ),
        (
            "中華民國總統",
            ("100006", "臺北市中正區重慶南路一段122號", "總統府"),
            ("100006\u3000臺北市中正區重慶南路一段122號", "總統府", "中華民國總統"),
        ),
        (
            "立法院院長",
            ("臺北市中正區中山南路1號", "立法院"),
            ("臺北市中正區中山南路1號", "立法院", "立法院院長"),
        ),
        (
            "The Honourable the Minister of Health",
            ("House of Commons", "Ottawa, ON  K1A 0A6"),
            ("The Honourable the Minister of Health", "House of Commons", "Ottawa, ON\u00a0\u00a0K1A 0A6"),
        ),
        (
            "माननीय राष्ट्रपति",
            ("Rashtrapati Bhavan", "New Delhi 110004"),
            ("माननीय राष्ट्रपति", "Rashtrapati Bhavan", "New Delhi 110004"),
        ),
        ("Office", (), ("Office",)),
    ],
)
def test_the_addressee_stands_where_the_country_puts_it(
    addressee: str, address: tuple[str, ...], block: tuple[str, ...]
) -> None:
    assert postal_block(addressee, address) == block


def test_a_letter_to_japan_names_the_office_before_its_holder() -> None:
    written = manuscript("ja", "letter").html
    places = [written.index(f"<p>{line}") for line in ("〒", "東京都", "内閣総理大臣官邸", "内閣総理大臣 殿")]
    assert places == sorted(places)


def test_forms_and_postal_lines_have_the_apostrophe_of_print() -> None:
    recipient = preview_recipient(material(), material().governments["FR"], "fr-president", "fr")
    assert recipient.closing.startswith("Nous vous prions d’agréer")
    assert "Palais de l’Élysée" in recipient.address
