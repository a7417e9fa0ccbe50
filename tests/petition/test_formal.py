"""Texts for formal routes: within the limits, without links, in the languages that a route takes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.db import Database
from outreach.errors import BadInput
from outreach.petition.check import check
from outreach.petition.formal import formal_texts
from outreach.petition.freeze import freeze
from outreach.petition.load import load_texts
from outreach.petition.routes import Admits, load_routes
from outreach.petition.words import find_link
from tests.people import ORGANISER_OLGA
from tests.petition.conftest import TEMPLATES
from tests.world import NOW

Edit = Callable[[str, str, str], None]
TWENTY = " ".join(["more"] * 20) + " "


def problems(files: Path) -> list[tuple[str, int | None, str]]:
    return [(one.file.name, one.line, one.message) for one in check(files) if one.file]


def line_of(files: Path, name: str, words: str) -> int:
    lines = (files / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_every_route_that_takes_a_text_has_one_within_its_limits() -> None:
    texts = load_texts(TEMPLATES)
    routes = [one for one in load_routes(TEMPLATES) if one.admits is Admits.TEXT]
    assert {"au-house", "ca-epetition", "gb-paper", "jp-diet"} <= {one.id for one in routes}
    for route in routes:
        assert route.text is not None
        found = formal_texts(route, texts)
        assert tuple(one.language for one in found) == route.text.languages
        for one in found:
            assert one.words <= (route.text.words or 1000)
            assert find_link(one.whole) is None
            assert one.label == texts[one.language].petition.summary_label
            assert one.whole not in texts[one.language].signed_wording.text


def test_one_word_too_many_is_told_with_file_and_line(files: Path, edit: Edit) -> None:
    room = 250 - next(one.words for one in _of(files, "au-house"))
    edit("en", "We draw the attention", "more " * room + "We draw the attention")
    assert problems(files) == []
    edit("en", "We draw the attention", "more We draw the attention")
    line = line_of(files, "texts/en.yaml", "  au-house:") + 2
    message = "`formal.au-house.text` has 251 words, strictly counted; the route takes 250 at most: shorten it."
    assert problems(files) == [("en.yaml", line, message)]


def _of(files: Path, route: str) -> list[object]:
    texts = load_texts(files)
    return [one for r in load_routes(files) if r.id == route for one in formal_texts(r, texts)]


def test_a_link_is_told_with_its_paragraph(files: Path, edit: Edit) -> None:
    edit("fr", "Attendu que le gouvernement chinois", "Attendu que (www.exemple.fr) le gouvernement chinois")
    ((name, line, message),) = problems(files)
    assert (name, line) == ("fr.yaml", line_of(files, "texts/fr.yaml", "www.exemple.fr"))
    assert "has the link 'www.'" in message


@pytest.mark.parametrize(
    ("language", "old", "new", "told"),
    [
        ("ja", "  jp-diet:", "  jp-diets:", "`formal.jp-diet` is missing: this route takes a text in ja."),
        ("ja", "  jp-diet:", "  jp-diets:", "`formal.jp-diets` is no route that takes a text in ja: remove it."),
        ("en", "title: Petition on forced", "titel: Petition on forced", "must have a `title` and a `text`"),
        ("en", "And the petitioners remain", "And {{ reference }} remain", "but nothing is filled in here"),
    ],
)
def test_what_is_missing_or_too_much(
    files: Path, edit: Edit, language: str, old: str, new: str, told: str
) -> None:
    edit(language, old, new)
    assert any(told in message for _, _, message in problems(files)), problems(files)


def test_what_breaks_a_limit_is_not_frozen(files: Path, edit: Edit, database: Database) -> None:
    edit("en", "We draw the attention", TWENTY * 10 + "We draw the attention")
    with pytest.raises(BadInput, match="the route takes 250 at most"), database.begin() as session:
        freeze(session, directory=files, actor=ORGANISER_OLGA, now=NOW)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: gb-paper", "id: gb-epetition", "stands here twice"),
        ("  offices: [il-petitions]\n", "", "concerns no office"),
        (
            "  admits: text\n  text: {languages: [ja]",
            "  admits: letter\n  text: {languages: [ja]",
            "must be text exactly",
        ),
        ("languages: [ja], words: null", "languages: [xx], words: null", "must be"),
        ("needs: [member]", "needs: [luck]", "must be"),
        ("  source: https://petitions.senat.fr/pages/aide\n", "", "cites a source: give `source`"),
    ],
)
def test_a_wrong_file_of_routes_is_told_with_its_line(files: Path, old: str, new: str, told: str) -> None:
    path = files / "routes.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [(name, line) for name, line, message in problems(files) if told in message]
    assert found, problems(files)
    assert all(name == "routes.yaml" and line for name, line in found)
    with pytest.raises(BadInput):
        load_routes(files)


def test_a_missing_file_is_told(files: Path) -> None:
    (files / "routes.yaml").unlink()
    assert ("routes.yaml", None, "This file is missing.") in problems(files)
