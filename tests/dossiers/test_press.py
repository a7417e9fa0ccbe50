"""The press: the same bytes anywhere, and one clear sentence for whatever is missing."""

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.blobs import sha256_of
from outreach.dossiers import fonts
from outreach.dossiers.finish import UNCLEAR
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.press import open_press
from outreach.dossiers.preview import preview_manuscript, read_material, read_material_for
from outreach.errors import BadInput, NotFound, Unavailable
from tests.dossiers.samples import CASES, DAY, KINDS, ROOT, SOURCES, manuscript, material, press, sample

AGAIN = """
import sys
from tests.dossiers.samples import sample
from outreach.blobs import sha256_of
for language in sys.argv[1:]:
    print(sha256_of(sample(language, "letter").printed.content))
"""


def test_another_process_makes_the_same_bytes() -> None:
    languages = ["en", "ja", "hi", "he"]
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, *languages], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [sha256_of(sample(x, "letter").printed.content) for x in languages]


def test_printing_twice_makes_the_same_bytes() -> None:
    made = sample("en", "dossier")
    assert press().run(made.manuscript).content == made.printed.content


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", CASES)
def test_no_stream_ends_in_a_carriage_return(language: str, kind: str) -> None:
    assert UNCLEAR + b"\nendstream" not in sample(language, kind).printed.content


@pytest.mark.parametrize("kind", ["letter", "second letter"])
@pytest.mark.parametrize("language", CASES)
def test_a_letter_is_small(language: str, kind: str) -> None:
    printed = sample(language, kind).printed
    assert len(printed.content) < 80_000


@pytest.mark.parametrize("character", ["𐎀", "漢", "ก"])
def test_a_character_that_no_font_has_is_named(character: str) -> None:
    made = manuscript("en", "letter")
    broken = replace(made, html=made.html.replace("Dear Prime Minister", f"Dear {character}"))
    with pytest.raises(BadInput, match=rf"letter to gb-pm \(en\): no font has the character “{character}”"):
        # A press of its own: the tests' shared one has Chinese fonts as well.
        alone(broken)


def test_a_missing_image_is_named() -> None:
    made = manuscript("en", "letter")
    broken = replace(made, html=made.html.replace("<h1>", '<img src="file:///logo.png" alt="Logo"><h1>'))
    with pytest.raises(BadInput, match=r"letter to gb-pm \(en\): .*logo\.png"):
        press().run(broken)


def test_css_that_is_not_understood_is_named() -> None:
    made = manuscript("en", "letter")
    with pytest.raises(BadInput, match=r"letter to gb-pm \(en\): .*colour: red"):
        press().run(replace(made, css=made.css + "\np { colour: red }\n"))


def test_a_missing_font_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "_installed", dict)
    with pytest.raises(Unavailable, match=r"NotoSerif-Regular\.ttf is missing: `apt-get install fonts-noto-core`"):
        fonts.prepare_fonts(tmp_path, {"fr": ""})


def test_rare_characters_are_added_to_the_standard_ones(tmp_path: Path) -> None:
    rare = "𠮷"
    assert rare not in fonts.standard_characters("ja")
    plain = fonts.prepare_fonts(tmp_path / "plain", {"ja": "日本"})
    more = fonts.prepare_fonts(tmp_path / "more", {"ja": "日本" + rare})
    assert plain.editions["ja"] != more.editions["ja"]
    assert plain.editions == fonts.prepare_fonts(tmp_path / "again", {"ja": "本"}).editions


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A copy of the project's templates that a test may break."""
    return Path(shutil.copytree(SOURCES.templates, tmp_path / "letter_templates"))


def test_a_variable_without_a_value_names_file_line_and_language(templates: Path) -> None:
    file = templates / "letter.html.j2"
    file.write_text(file.read_text().replace("{{ recipient.salutation }}", "{{ recipient.greeting }}"))
    line = 1 + next(n for n, text in enumerate(file.read_text().splitlines()) if "recipient.greeting" in text)
    with pytest.raises(
        BadInput, match=rf"letter\.html\.j2:{line}: In the language de: `greeting` is nothing that a Recipient"
    ):
        letter(templates, "de")


def test_a_broken_template_names_file_and_line(templates: Path) -> None:
    (templates / "dossier.html.j2").write_text("{% extends 'page.html.j2' %}\n{% block x %}\n{% if %}\n")
    with pytest.raises(BadInput, match=r"dossier\.html\.j2:3: "):
        preview_manuscript(
            replace(material(), templates=templates), government="DE", language="de", office=None, dated=DAY
        )


def test_a_missing_template_is_named(templates: Path) -> None:
    (templates / "page.html.j2").unlink()
    with pytest.raises(BadInput, match=r"page\.html\.j2: The template page\.html\.j2 is missing"):
        letter(templates, "de")


def test_a_phrase_without_its_value_names_language_and_key(templates: Path) -> None:
    file = templates / "texts" / "de.yaml"
    file.write_text(file.read_text().replace("{{ petition }}", "{{ something }}"))
    broken = read_material(replace(SOURCES, templates=templates))
    line = 1 + next(n for n, text in enumerate(file.read_text().splitlines()) if "something" in text)
    said = rf"texts/de\.yaml:{line}: In the language de: the phrase `letter\.\w+` uses \{{\{{ something \}}\}}"
    with pytest.raises(BadInput, match=said):
        preview_manuscript(broken, government="DE", language="de", office="de-kanzler", dated=DAY)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["ja", "fr"])
def test_a_preview_that_reads_only_what_it_needs_says_the_same(language: str, kind: str) -> None:
    government, office = CASES[language]
    little = read_material_for(SOURCES, government=government, language=language)
    assert (list(little.governments), list(little.texts)) == ([government], [language])
    made = preview_manuscript(
        little,
        government=government,
        language=language,
        office=office if kind == "letter" else None,
        dated=DAY,
    )
    assert made == manuscript(language, kind)


def test_a_preview_of_what_there_is_not_says_what_there_is() -> None:
    for government, language, said in (
        ("XX", "en", "There is no government XX; there are AR, AU, "),
        ("../x", "en", "There is no government ../x; there are AR, AU, "),
        ("DE", "../en", "DE is not written to in ../en; choose de"),
    ):
        little = read_material_for(SOURCES, government=government, language=language)
        with pytest.raises((BadInput, NotFound), match=re.escape(said)):
            preview_manuscript(little, government=government, language=language, office=None, dated=DAY)


def test_a_language_that_a_government_does_not_have_is_refused() -> None:
    with pytest.raises(BadInput, match="DE is not written to in ja; choose de"):
        preview_manuscript(material(), government="DE", language="ja", office=None, dated=DAY)


def test_an_unknown_office_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="DE has no office x; it has de-kanzler, "):
        preview_manuscript(material(), government="DE", language="de", office="x", dated=DAY)


def letter(templates: Path, language: str) -> None:
    government, office = CASES[language]
    preview_manuscript(
        replace(material(), templates=templates),
        government=government,
        language=language,
        office=office,
        dated=DAY,
    )


def alone(made: Manuscript) -> None:
    """Print with the fonts of the document's own language only."""
    with tempfile.TemporaryDirectory() as folder:
        open_press(fonts.prepare_fonts(Path(folder), {made.language: made.html})).run(made)
