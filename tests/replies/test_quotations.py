"""Our letter is taken off, and not a word of the office's own is lost, however its client quotes."""

import pytest

from outreach.replies.quote import own_words
from tests.replies.quotations import (
    ATTRIBUTIONS,
    KEPT,
    MARKED,
    OUTLOOK,
    SECOND,
    WORDS,
    block,
    separated,
    wrapped,
)

OURS = "petition of half a million"


@pytest.mark.parametrize("client", ATTRIBUTIONS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_clients_write_above_marked_lines_goes_with_them(client: str, language: str) -> None:
    words, line = WORDS[language], ATTRIBUTIONS[client]
    for attribution in (line, wrapped(line)):
        assert own_words(f"{words}\n\n{attribution}\n{MARKED}\n") == words
        assert own_words(f"{attribution}\n{MARKED}\n\n{words}\n") == words
        assert own_words(f"{words}\n\n{attribution}\n{MARKED}\n\n{SECOND}\n") == f"{words}\n\n{SECOND}"


@pytest.mark.parametrize("language", OUTLOOK)
def test_an_unmarked_letter_below_outlooks_lines_is_taken_off(language: str) -> None:
    words = WORDS[language]
    assert own_words(f"{words}\n\n{block(language)}") == words
    assert own_words(f"{words}\n\n{separated(language)}") == words
    assert own_words(f"{words}\n\n{'_' * 32}\n{block(language)}") == words
    bold = block(language).replace(": ", ":* ").replace("\n", "\n*")
    assert OURS not in own_words(f"{words}\n\n*{bold}")


@pytest.mark.parametrize("name", KEPT)
def test_the_offices_own_words_stay(name: str) -> None:
    text = f"{WORDS['en']}\n\n{KEPT[name]}"
    assert own_words(text) == text
    assert own_words(f"{text}\n\n{ATTRIBUTIONS['Gmail en']}\n{MARKED}") == text
    assert own_words(f"{text}\n\n{separated('de')}") == text


def test_answers_between_our_lines_stay_all() -> None:
    first, second = MARKED.split("\n>\n")
    text = f"{ATTRIBUTIONS['Gmail en']}\n{first}\n\n{WORDS['en']}\n\n{second}\n\n{SECOND}"
    assert own_words(text) == f"{WORDS['en']}\n\n{SECOND}"


def test_what_is_only_forwarded_is_shown_rather_than_nothing() -> None:
    assert OURS in own_words(f"---------- Forwarded message ---------\n{block('en')}")
