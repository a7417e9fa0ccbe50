"""Trying only the expressions whose letters stand in the text finds what trying all of them finds."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.replies import phrases
from outreach.replies.letters import UNKNOWN, fold, letters_of
from outreach.replies.limits import Budget
from outreach.replies.parse import parse
from outreach.replies.phrases import Phrases, any_of, sections
from outreach.replies.text import body_text
from tests.replies.mails import FOLDER, report
from tests.replies.ordinary import ordinary_mails

TABLES = sorted(
    path.stem
    for path in Path(phrases.__file__).with_name("phrase_tables").glob("*.txt")
    if path.stem != "concepts"  # words, no expressions
)
PATTERNS = [pattern for table in TABLES for entries in sections(table).values() for pattern in entries]
ALL = [any_of(entries) for table in TABLES for entries in sections(table).values()]
TEXTS = [
    body_text(parse(raw, Budget()))
    for raw in [
        *(raw for raw, _ in ordinary_mails().values()),
        *(path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))),
        report("a@b.example"),
    ]
]


def agree(one: Phrases, text: str) -> None:
    """With the one whole expression, which is slow and tried once; what it would put and leave follows from it."""
    plain = list(one.whole.finditer(text))
    found = one.search(text)
    assert (found and found.span()) == (plain[0].span() if plain else None), (plain, text)
    assert [each.span() for each in one.finditer(text)] == [each.span() for each in plain]
    kept = [
        text[start:end]
        for start, end in zip(
            [0, *map(re.Match.end, plain)], [*map(re.Match.start, plain), len(text)], strict=True
        )
    ]
    assert one.sub("\0", text) == "\0".join(kept)
    assert one.split(text) == kept


def test_on_mails_of_many_kinds() -> None:
    assert len(TEXTS) > 500
    for text in [*TEXTS[::15], "\n".join(TEXTS)[:60_000]]:
        for one in ALL:
            agree(one, text)


@settings(max_examples=600, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PATTERNS).flatmap(lambda p: st.tuples(st.just(p), st.from_regex(re.compile(p, re.I)))))
def test_no_match_is_without_its_letters(case: tuple[str, str]) -> None:
    pattern, text = case
    assert any(one in fold(text) for one in letters_of(pattern)), (pattern, text, letters_of(pattern))


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("out of office", ("out of office",)),
        (r"\bout ?of\b", ("out",)),
        ("(?:away|absent) until", (" until",)),
        ("(?:away|absent).{0,40}on", ("away", "absent")),
        ("(?:away|absent)? on leave", (" on leave",)),
        ("(?:away (?:now|then)|absent|)x", ("x",)),
        ("colou?r", ("colo",)),
        ("a{0,3}bc+d", ("bc",)),
        ("(?!never)(?<=no )always", ("always",)),
        (r"[a\]b]c\(d", ("c",)),
        ("one|three", ("one", "three")),
        ("one|[23]", UNKNOWN),
        ("(?-i:I am)", ("i am",)),
        ("", UNKNOWN),
    ],
)
def test_the_letters_that_an_expression_needs(pattern: str, letters: tuple[str, ...]) -> None:
    assert letters_of(pattern) == letters


@pytest.mark.parametrize("text", ["ABWESEND", "İZİNDEYİM ben", "ﬁn ſo", "ΑΠΟΥΣΙΑΣ", "\u212aelvin"])
def test_capitals_of_any_script_are_found(text: str) -> None:
    small = {"ABWESEND": "abwesend", "İZİNDEYİM ben": "izindeyim", "ﬁn ſo": "so", "ΑΠΟΥΣΙΑΣ": "απουσιας"}
    agree(any_of([small.get(text, "kelvin")]), text)
    assert any_of([small.get(text, "kelvin")]).search(text)
