"""`check` finds everything at once, in every language, with file and line."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.errors import BadInput
from outreach.petition.check import check, check_sources
from outreach.petition.document import parse_document
from outreach.petition.load import load_campaign, load_texts
from outreach.petition.sources import Sources, read_sources
from tests.petition.campaign_cases import CAMPAIGN_CASES
from tests.petition.text_cases import TEXT_CASES

CASES = TEXT_CASES | CAMPAIGN_CASES
TEMPLATES = Path(__file__).resolve().parents[2] / "letter_templates"
Edit = Callable[[str, str, str], None]


def found(files: Path) -> list[tuple[str, int | None, str]]:
    return [(problem.file.stem, problem.line, problem.message) for problem in check(files) if problem.file]


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The project's files, read once: a case reads only the file that it changes."""
    return read_sources(TEMPLATES)


def changed(sources: Sources, name: str, old: str, new: str) -> tuple[Sources, str]:
    """The sources with `old` replaced in one file, and that file's text."""
    path = TEMPLATES / "campaign.yaml" if name == "campaign" else sources.text_path(name)
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    text = text.replace(old, new, 1)
    document = parse_document(text, path=path)
    if name == "campaign":
        return replace(sources, campaign=document), text
    return replace(sources, texts={**sources.texts, name: document}), text


def test_the_files_of_the_project_have_no_problem(files: Path) -> None:
    assert found(files) == []


@pytest.mark.parametrize(("name", "old", "new", "place", "message"), CASES.values(), ids=CASES.keys())
def test_each_problem_is_found_where_it_is(
    sources: Sources, name: str, old: str, new: str, place: str, message: str
) -> None:
    after, text = changed(sources, name, old, new)
    lines = {problem.message: problem.line for problem in check_sources(after) if problem.file}
    assert message in lines
    match = re.search(place, text, re.MULTILINE)
    assert match
    assert lines[message] == text.count("\n", 0, match.start()) + 1


def test_all_languages_at_once(files: Path, edit: Edit) -> None:
    edit("en", "  kind: Dossier\n", "  kind: Dossier\n  new_phrase: New\n")
    assert {name for name, _, _ in found(files)} == {"fr", "de", "it", "es", "ja", "ko", "zh-Hant", "hi", "he"}
    assert {message for _, _, message in found(files)} == {"`dossier.new_phrase` is missing."}


def test_files_that_are_missing_broken_or_unknown(files: Path) -> None:
    (files / "texts" / "ko.yaml").unlink()
    (files / "texts" / "de.yaml").write_text("a: [", encoding="utf-8")
    (files / "texts" / "tlh.yaml").write_text((files / "texts" / "en.yaml").read_text("utf-8"), "utf-8")
    (files / "campaign.yaml").unlink()
    messages = {name: message for name, _, message in reversed(found(files))}
    assert messages["ko"] == "The text in the language ko is missing: add this file."
    assert messages["de"].startswith("This is not valid YAML")
    assert messages["tlh"] == "`language` is en, but the file is named tlh.yaml: make them agree."
    assert messages["campaign"] == "This file is missing."
    with pytest.raises(BadInput, match=r"campaign\.yaml: This file is missing"):
        load_campaign(files)
    with pytest.raises(BadInput) as caught:
        load_texts(files)
    assert {problem.file.stem for problem in caught.value.problems if problem.file} == {"de", "tlh"}


def test_an_empty_folder(tmp_path: Path) -> None:
    assert len(check(tmp_path)) == 12
    with pytest.raises(BadInput, match=r"en\.yaml: The reference text is missing"):
        load_texts(tmp_path)
