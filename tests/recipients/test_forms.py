"""The whole form for a language and a holder."""

from dataclasses import dataclass

import pytest

from outreach.errors import Refused
from outreach.recipients.forms import PARTS, choices, form, needs_choice
from outreach.recipients.status import HolderForm
from outreach.recipients.values import Forms, FormText

M, F, ANY = HolderForm.M, HolderForm.F, HolderForm.ANY


@dataclass(frozen=True)
class Office:
    forms: Forms
    key: str = "xx-office"


def office(**languages: list[HolderForm]) -> Office:
    """An office whose every part has these forms per language; each text says which it is."""
    texts = {
        tag: tuple(FormText(holder, f"{tag} {holder}") for holder in kinds) for tag, kinds in languages.items()
    }
    return Office(dict.fromkeys(PARTS, texts))


@pytest.mark.parametrize(
    ("kinds", "holder", "text"),
    [
        ([ANY], ANY, "fr any"),
        ([ANY], M, "fr any"),
        ([ANY], None, "fr any"),
        ([M, F], M, "fr m"),
        ([M, F], F, "fr f"),
        ([ANY, F], M, "fr any"),
        ([ANY, F], F, "fr f"),
        ([ANY, F], ANY, "fr any"),
    ],
)
def test_the_form_that_fits(kinds: list[HolderForm], holder: HolderForm | None, text: str) -> None:
    assert form(office(fr=kinds), "salutation", "fr", holder) == text


@pytest.mark.parametrize(("kinds", "holder"), [([M, F], ANY), ([M, F], None), ([ANY, F], None)])
def test_a_person_must_choose(kinds: list[HolderForm], holder: HolderForm | None) -> None:
    with pytest.raises(Refused, match="depends on who holds the office; choose"):
        form(office(fr=kinds), "salutation", "fr", holder)


def test_a_missing_language_is_refused() -> None:
    with pytest.raises(Refused, match="xx-office has no closing in ja"):
        form(office(fr=[ANY]), "closing", "ja", M)


def test_choices_serve_all_languages_at_once() -> None:
    assert choices(office(en=[ANY]), ["en"]) == (ANY,)
    assert choices(office(en=[ANY], fr=[M, F]), ["en", "fr"]) == (M, F)
    assert choices(office(it=[ANY, F]), ["it"]) == (M, F, ANY)
    assert not needs_choice(office(en=[ANY], fr=[M, F]), ["en"])
    assert needs_choice(office(en=[ANY], fr=[M, F]), ["en", "fr"])
