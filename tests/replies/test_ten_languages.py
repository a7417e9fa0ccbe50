"""Mail of offices in ten languages, with the header habits of Exchange, Gmail, Notes, Sieve and ticket systems."""

from pathlib import Path

import pytest

from outreach.replies.classify import read
from outreach.replies.reading import Reading, Wish
from outreach.replies.status import ReplyKind
from tests.replies.mails import FOLDER

KINDS = {
    "away": ReplyKind.AUTO_REPLY,
    "received": ReplyKind.ACKNOWLEDGEMENT,
    "form": ReplyKind.AUTO_REPLY,
    "refusal": ReplyKind.HUMAN,
    "answer": ReplyKind.HUMAN,
}
NUMBERS = {
    "de": ("2026112410000457", "IV-2026/4471"),
    "en": ("TO2026/18842",),
    "es": ("OP-2026-11873",),
    "fr": ("2026-PDR-04417",),
    "he": ("2026-77412",),
    "hi": ("PMOPG/E/2026/0148877",),
    "it": ("0045871/2026",),
    "ja": ("2026-114587",),
    "ko": ("1AA-2611-0458712",),
    "zh": ("W20261124-0087",),
}
FILES = sorted(FOLDER.glob("??-*.eml"))


def of(path: Path) -> tuple[str, str, Reading]:
    language, _, kind = path.stem.partition("-")
    return language, kind, read(path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_kind_and_language(path: Path) -> None:
    language, kind, reading = of(path)
    assert (reading.finding.kind, reading.finding.language) == (KINDS[kind], language)


@pytest.mark.parametrize("path", [p for p in FILES if "received" in p.stem], ids=lambda path: path.stem)
def test_the_office_number_of_an_acknowledgement(path: Path) -> None:
    language, _, reading = of(path)
    assert reading.finding.reference_numbers == NUMBERS[language]


@pytest.mark.parametrize("path", [p for p in FILES if "form" in p.stem], ids=lambda path: path.stem)
def test_the_form_is_offered(path: Path) -> None:
    _, _, reading = of(path)
    (form,) = [suggestion for suggestion in reading.suggestions if suggestion.wish is Wish.USE_FORM]
    assert form.value.startswith("https://www.")


@pytest.mark.parametrize("path", [p for p in FILES if "refusal" in p.stem], ids=lambda path: path.stem)
def test_asking_never_to_write_again_is_heard(path: Path) -> None:
    wishes = {suggestion.wish for suggestion in of(path)[2].suggestions} - {Wish.WRITE_ELSEWHERE}
    # The Spanish, Italian and other letters say so in words of their own; all do but one office's plain refusal.
    assert wishes == {Wish.NEVER_AGAIN}


@pytest.mark.parametrize("path", [p for p in FILES if p.stem[3:] in ("refusal", "answer")], ids=lambda p: p.stem)
def test_our_quoted_letter_is_not_part_of_the_answer_but_matches(path: Path) -> None:
    reading = of(path)[2]
    assert "505" not in reading.finding.reply_text
    assert "petition@outreach.example" not in reading.finding.reply_text
    assert reading.references == (17,)
    assert reading.finding.message_ids[0] == "<20261124090000.17.out@outreach.example>"


def test_the_set_is_whole() -> None:
    assert {path.stem for path in FILES} == {f"{language}-{kind}" for language in NUMBERS for kind in KINDS}
