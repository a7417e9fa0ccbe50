"""The project's own recipients: complete, whole, and as the facts say."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from outreach.recipients.check import check
from outreach.recipients.document import read_mapping, write_mapping
from outreach.recipients.forms import PARTS, choices, form
from outreach.recipients.status import Channel
from outreach.recipients.values import GovernmentEntry, OfficeEntry
from tests.offices import FILES, governments
from tests.shared import SHARED, needs_shared

FACTS = SHARED / "facts" / "recipients"
GOVERNMENTS = governments()
OFFICES = {office.key: office for government in GOVERNMENTS for office in government.offices}


def test_there_is_no_problem() -> None:
    assert check(FILES) == []


def test_all_offices_of_all_addressed_bodies_are_there() -> None:
    assert [government.code for government in GOVERNMENTS] == (
        ["AR", "AU", "CA", "DE", "EU", "FR", "GB", "IL", "IN", "IT", "JP", "KR", "MX", "TW", "US"]
    )
    assert sum(len(government.offices) for government in GOVERNMENTS) == 131
    assert len(OFFICES) == 131


@pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
def test_some_holder_form_gives_a_whole_letter(office: OfficeEntry) -> None:
    offered = choices(office, office.languages)
    assert offered
    for holder in offered:
        for language in office.languages:
            texts = [form(office, part, language, holder) for part in PARTS]
            assert all(texts)


def test_no_address_is_invented() -> None:
    contacts = [contact for office in OFFICES.values() for contact in office.contacts]
    assert [contact.value for contact in contacts if contact.channel is Channel.EMAIL and contact.value] == []


@pytest.mark.parametrize("path", sorted(FILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_is_written_as_it_was_read(path: Path, tmp_path: Path) -> None:
    write_mapping(tmp_path / path.name, read_mapping(path))
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def facts_of(code: str) -> Any:
    # YAML 1.1 reads the unquoted postcode 03048 as text, which is what it is.
    yaml = YAML(typ="safe")
    yaml.version = (1, 1)  # type: ignore[assignment]
    return yaml.load(FACTS / f"{code.lower()}.yaml")


@needs_shared
@pytest.mark.parametrize("government", GOVERNMENTS, ids=lambda government: government.code)
def test_the_files_say_what_the_facts_say(government: GovernmentEntry) -> None:
    facts = facts_of(government.code)
    assert list(government.languages) == facts["official_languages_for_letters"]
    assert [office.key for office in government.offices] == [fact["key"] for fact in facts["offices"]]
    for office, fact in zip(government.offices, facts["offices"], strict=True):
        assert as_fact(office) == {key: fact[key] for key in as_fact(office)}, office.key


def as_fact(office: OfficeEntry) -> dict[str, Any]:
    """An office in the words of the facts."""
    values = {contact.channel: contact.value for contact in office.contacts}
    return {
        "branch": office.branch,
        "role": office.role,
        "name_en": office.name,
        "languages": list(office.languages),
        "salutation": {
            language: [{"holder": text.holder, "text": text.text} for text in texts]
            for language, texts in office.forms["salutation"].items()
        },
        "postal_address": values[Channel.POST].split("\n") if Channel.POST in values else [],
        "contact_url": values.get(Channel.WEB_FORM, ""),
        "email": values.get(Channel.EMAIL, ""),
        "channels": [contact.channel for contact in office.contacts],
        "website": office.website,
        "sources": [source["id"] for source in office.sources],
        "confidence": {key: sure for key, sure in office.confidence.items() if key != "closing"},
        "verified_by_staff": office.verified,
        "notes": office.notes,
    }


@needs_shared
@pytest.mark.parametrize("government", GOVERNMENTS, ids=lambda government: government.code)
def test_the_addressee_lines_are_those_of_the_facts_written_out(government: GovernmentEntry) -> None:
    for office, fact in zip(government.offices, facts_of(government.code)["offices"], strict=True):
        lines = {office.languages[0]: fact["addressee_line"], **fact["addressee_line_other"]}
        for language, line in lines.items():
            texts = [text.text for text in office.forms["addressee"][language]]
            if " / " not in line:
                assert texts == [line]
            else:
                assert len(texts) == 2
                words = {word.strip(",") for text in texts for word in text.split()}
                assert words >= {word.strip(",") for word in line.split()} - {"/"}
