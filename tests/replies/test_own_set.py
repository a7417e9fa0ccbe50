"""The project's own set: notes of programs, answers of people, and how clients quote, in ten languages."""

import pytest

from outreach.replies.classify import classify
from outreach.replies.status import ReplyKind
from tests.replies.own.automatic import Labelled, labelled
from tests.replies.own.people import people
from tests.replies.score import notes, persons, quoted

LANGUAGES = {"en", "fr", "de", "it", "es", "ja", "ko", "zh", "hi", "he"}


def test_programs_are_found_and_their_numbers_read() -> None:
    total = notes()
    assert total["found"] / total["notes"] >= 0.97
    assert total["kind"] / total["notes"] >= 0.95
    assert total["number"] / total["numbered"] >= 0.95
    assert total["language"] == total["notes"]


def test_of_a_thousand_persons_at_most_one_in_five_hundred_is_a_machine_and_none_a_bounce() -> None:
    total = persons()
    assert total["persons"] > 900
    assert total["machine"] * 500 <= total["persons"]
    assert total["report"] == 0


def test_our_letter_is_taken_off_and_the_offices_words_are_kept() -> None:
    total = quoted()
    assert total["kept"] / total["own"] >= 0.99
    assert total["left"] / total["ours"] <= 0.01


def test_the_set_has_every_language() -> None:
    kinds = {(one.language, one.kind) for one in labelled()}
    assert kinds == {
        (language, kind)
        for language in LANGUAGES
        for kind in (ReplyKind.AUTO_REPLY, ReplyKind.ACKNOWLEDGEMENT, ReplyKind.HUMAN)
    }
    assert {language for _, language, _ in people()} == LANGUAGES


@pytest.mark.parametrize(
    "one", [one for one in labelled() if not one.raw.count(b"Auto")], ids=lambda one: one.name
)
def test_a_note_without_a_telling_header_is_known_by_its_words(one: Labelled) -> None:
    assert classify(one.raw).kind is one.kind
