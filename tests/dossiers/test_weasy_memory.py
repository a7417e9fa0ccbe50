"""What the typesetter remembers: pages stay as without it, and nothing is forgotten that they depend on."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any
from weakref import ref

import pytest

from outreach.dossiers import weasy_drawing, weasy_memory
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.press import open_press
from outreach.dossiers.preview import preview_manuscript
from outreach.dossiers.weasy import WeasyTypesetter
from tests.dossiers.samples import CASES, DAY, fonts, manuscript, material, press, sample


def other_letter(language: str) -> Manuscript:
    """The letter to the next office of the same government."""
    government, key = CASES[language]
    offices = [
        o.key for o in material().governments[government].offices if language in o.languages and o.key != key
    ]
    return preview_manuscript(material(), government=government, language=language, office=offices[0], dated=DAY)


@pytest.fixture
def typesetter() -> WeasyTypesetter:
    return WeasyTypesetter(fonts())


@pytest.mark.parametrize("language", CASES)
def test_a_letter_is_the_same_after_other_letters(language: str) -> None:
    used = press()
    sample(language, "letter")
    used.run(other_letter(language))
    assert (
        used.run(manuscript(language, "letter")).content
        == open_press(fonts()).run(manuscript(language, "letter")).content
    )


def test_a_letter_to_another_office_is_the_same_after_the_first() -> None:
    other = other_letter("ja")
    sample("ja", "letter")
    assert press().run(other).content == open_press(fonts()).run(other).content


def test_the_same_elements_and_words_are_worked_out_once(
    typesetter: WeasyTypesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails when WeasyPrint no longer comes by here."""
    first = typesetter.typeset(manuscript("en", "letter"))
    worked = counted(monkeypatch, "_style_for", "_split")
    drawn = counted(monkeypatch, "_drawn", of=weasy_drawing)
    assert typesetter.typeset(manuscript("en", "letter")) == first
    assert worked == {"_style_for": 0, "_split": 0}
    assert drawn == {"_drawn": 0}
    typesetter.typeset(other_letter("en"))
    assert 0 < worked["_split"] < 40
    assert 0 < drawn["_drawn"] < 20


def test_other_elements_have_styles_of_their_own(
    typesetter: WeasyTypesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    typesetter.typeset(manuscript("en", "letter"))
    worked = counted(monkeypatch, "_style_for")
    typesetter.typeset(manuscript("de", "letter"))
    assert worked == {"_style_for": 1}


def test_a_line_is_known_by_all_that_its_breaking_asks_of_a_style(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    split = weasy_memory._split

    def asking(text: str, style: Any, *rest: Any) -> Any:
        return split(text, Asked(style, asked), *rest)

    monkeypatch.setattr(weasy_memory, "_split", asking)
    for language in CASES:
        WeasyTypesetter(fonts()).typeset(manuscript(language, "letter"))
    assert {"font_size", "hyphens"} <= asked <= set(weasy_memory.TEXT_PROPERTIES)


def test_a_line_drawn_anew_where_its_glyphs_had_another_width_is_drawn_as_the_first_time() -> None:
    """Of two sizes of a glyph the first gives its width: what one letter met must not tell in the next."""
    letter = manuscript("en", "letter")
    swapped = replace(
        letter, css=letter.css + ".letter h1 { font-size: 3.37px } .letter .sender { font-size: 31.3px }"
    )
    used = WeasyTypesetter(fonts())
    first, other = used.typeset(letter), used.typeset(swapped)
    assert other == WeasyTypesetter(fonts()).typeset(swapped)
    assert used.typeset(letter) == first


def test_underlined_and_hidden_text_is_drawn_by_the_typesetter_itself() -> None:
    letter = manuscript("en", "letter")
    styled = replace(letter, css=letter.css + "h1 { text-decoration: underline } h2 { visibility: hidden }")
    used = WeasyTypesetter(fonts())
    assert used.typeset(styled) == used.typeset(styled) != used.typeset(letter)


def test_fonts_go_with_the_typesetter() -> None:
    typesetter = WeasyTypesetter(fonts())
    typesetter.typeset(manuscript("en", "letter"))
    left = ref(typesetter._fonts)
    del typesetter
    gc.collect()
    assert left() is None


def test_only_what_was_used_last_is_remembered() -> None:
    memory = weasy_memory.Memory[str](2)
    made = [memory.get(key, lambda key=key: made_of(key)) for key in ("a", "b", "a", "c")]  # type: ignore[misc]
    assert made == ["made of a", "made of b", "made of a", "made of c"]
    assert [memory.get(key, lambda: "made again") for key in ("a", "b")] == ["made of a", "made again"]


def made_of(key: str) -> str:
    return f"made of {key}"


def counted(monkeypatch: pytest.MonkeyPatch, *names: str, of: ModuleType = weasy_memory) -> dict[str, int]:
    """How often each of the replaced functions works from now on."""
    worked = dict.fromkeys(names, 0)

    def counting(name: str) -> Any:
        work = getattr(of, name)

        def count(*arguments: Any) -> Any:
            worked[name] += 1
            return work(*arguments)

        return count

    for name in names:
        monkeypatch.setattr(of, name, counting(name))
    return worked


class Asked(dict[str, Any]):
    """A style that writes down what it is asked for."""

    def __init__(self, style: Any, asked: set[str]) -> None:
        super().__init__()
        self._style, self._asked = style, asked

    def __missing__(self, name: str) -> Any:
        self._asked.add(name)
        return self._style[name]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._style, name)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("all of the style is read")
