"""Every problem of every file at once, with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.errors import BadInput
from outreach.recipients.check import check
from outreach.recipients.load import load
from tests.recipients.conftest import FRANCE

Change = Callable[[str, str], int]

BREAKS = {
    "unknown schema": (
        "outreach-recipients/1",
        "outreach-recipients/9",
        "`schema` 'outreach-recipients/9' is unknown",
    ),
    "unknown country": ("government: FR", "government: XX", "unknown country code 'XX'"),
    "country of another file": ("government: FR", "government: DE", "the file of DE must be de.yaml"),
    "country read as false": ("government: FR", "government: 12", "`government` must be text"),
    "unknown language": ("languages: [fr, en]", "languages: [fr, xx]", "item 2 'xx' is unknown"),
    "language the government has not": ("languages: [fr]", "languages: [fr, ja]", "unknown language 'ja'"),
    "unknown zone": ("Europe/Paris", "Europe/Pariss", "unknown time zone 'Europe/Pariss'"),
    "unknown key, with advice": ("verified:", "verifed:", "unknown key `verifed`: is it `verified`?"),
    "unknown branch": (
        "classification: executive",
        "classification: court",
        "`classification` 'court' is unknown",
    ),
    "unknown role": ("role: head_of_government", "role: chief", "`role` 'chief' is unknown"),
    "key of another government": ("id: fr-pm", "id: de-pm", "the id 'de-pm' must be `fr-`"),
    "unknown holder": (
        "- {holder: m, text: Monsieur le P",
        "- {holder: x, text: Monsieur le P",
        "`holder` 'x' is unknown",
    ),
    "slash form": ("text: Madame la Première", "text: Monsieur / Madame la Première", "is a slash form"),
    "ending in brackets": ("Première ministre ou", "Premier(e) ministre ou", "is a slash form"),
    "empty form": ("text: Monsieur le Premier ministre}", "text: ''}", "`text` is empty"),
    "unknown channel": ("type: email", "type: fax", "`type` 'fax' is unknown"),
    "malformed address": ("pm@gouv.example", "pm@gouv", "'pm@gouv' is not an e-mail address"),
    "two addresses in one": ("pm@gouv.example", "'a@gouv.example, b@gouv.example'", "is not an e-mail address"),
    "malformed URL": ("https://www.info", "www.info", "is not a web address"),
    "unknown source": ("sources: [gk]", "sources: [gx]", "the source 'gx' is not among"),
    "unknown confidence": ("{institution: high", "{institution: sure", "`institution` 'sure' is unknown"),
    "verified is a word": ("verified: false", "verified: maybe", "`verified` must be true or false"),
    "postcode read as a number": ("- 75007 Paris", "- 75007", "item 2 must be text (in quotes"),
    "office that is no mapping": ("- id: fr-pm\n  classification: executive", "- id", "not valid YAML"),
}


@pytest.mark.parametrize(("old", "new", "message"), BREAKS.values(), ids=BREAKS)
def test_a_problem_is_told_with_its_line(folder: Path, change: Change, old: str, new: str, message: str) -> None:
    line = change(old, new)
    problems = check(folder)
    found = [problem for problem in problems if message in problem.message]
    assert found, problems
    assert found[0].file == folder / "fr.yaml"
    assert found[0].line is not None
    if "YAML" not in message:
        assert found[0].line == line


def test_the_small_folder_has_no_problem(folder: Path) -> None:
    assert check(folder) == []


@pytest.mark.parametrize("part", ["addressee", "salutation", "closing"])
def test_a_missing_form_is_told_for_its_language(folder: Path, change: Change, part: str) -> None:
    change(f"  {part}:\n    fr:", f"  {part}:\n    en:")
    told = [problem.message for problem in check(folder)]
    assert f"`{part}` in fr is missing." in told
    assert f"`{part}` has en, which is not a language of this office." in told


@pytest.mark.parametrize(("gone", "one", "other"), [("m", "f", "m"), ("f", "m", "f")])
def test_a_form_for_one_needs_its_counterpart(
    folder: Path, change: Change, gone: str, one: str, other: str
) -> None:
    path = folder / "fr.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(index for index, line in enumerate(lines) if f"holder: {gone}," in line)
    path.write_text("".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")
    (problem,) = check(folder)
    assert problem.message == f"the addressee in fr has a form for `{one}`, none for `{other}`."


def test_any_serves_where_one_form_stands_alone(folder: Path, change: Change) -> None:
    change("{holder: m, text: Monsieur le Premier ministre}", "{holder: any, text: Au chef du gouvernement}")
    assert check(folder) == []


def test_post_needs_an_address(folder: Path, change: Change) -> None:
    line = change("    value:\n    - Hôtel de Matignon\n    - 75007 Paris\n", "    value: []\n")
    (problem,) = check(folder)
    assert (problem.message, problem.line) == ("`value` is empty.", line)


def test_an_office_stands_in_one_file_only(folder: Path) -> None:
    other = FRANCE.replace("government: FR", "government: DE").replace("id: fr-senat", "id: de-senat")
    (folder / "de.yaml").write_text(other, encoding="utf-8")
    told = [str(problem) for problem in check(folder)]
    first = FRANCE[: FRANCE.index("- id: fr-pm")].count("\n") + 1
    assert f"{folder / 'fr.yaml'}:{first}: the office 'fr-pm' is already at de.yaml:{first}." in told


def test_a_contact_stands_once(folder: Path, change: Change) -> None:
    change("  - type: post", "  - type: email\n    value: pm@gouv.example\n  - type: post")
    (problem,) = check(folder)
    assert problem.message == "this email contact stands here twice."


def test_problems_of_all_files_come_at_once(folder: Path, change: Change) -> None:
    change("role: head_of_government", "role: chief")
    change("type: web_form", "type: fax")
    (folder / "it.yaml").write_text("offices: [", encoding="utf-8")
    (folder / "jp.yaml").write_bytes(b"name: \xff\xfe")
    (folder / "kr.yaml").write_text("- a list\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load(folder)
    assert [problem.file and problem.file.name for problem in caught.value.problems] == [
        "it.yaml",
        "jp.yaml",
        "kr.yaml",
        "fr.yaml",
        "fr.yaml",
    ]


def test_a_key_written_twice_is_told(folder: Path, change: Change) -> None:
    line = change("time_zone: Europe/Paris", "time_zone: Europe/Paris\ntime_zone: Europe/Rome") + 1
    (problem,) = check(folder)
    assert problem.line == line
    assert 'duplicate key "time_zone"' in problem.message


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no recipients file"):
        check(tmp_path)
