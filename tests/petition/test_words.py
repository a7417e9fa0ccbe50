"""Words, characters and links as a form counts them."""

import pytest

from outreach.petition.words import count_characters, count_words, find_link


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("We ask the House.", 4),
        ("d’organes, peut-être l'enquête", 6),
        ("and/or — 17,000", 4),
        ("請願の趣旨", 5),
        ("中国民衆法廷（China Tribunal）", 8),
        ("बलपूर्वक अंग निकाले जाने", 4),
        ("קצירת איברים בכפייה", 3),
        ("강제 장기 적출", 3),
        ("नि\u0930\u0940क्षण", 1),
    ],
)
def test_words_are_counted_strictly(text: str, words: int) -> None:
    assert count_words(text) == words


def test_characters_are_those_of_a_browser() -> None:
    assert count_characters("a\nb") == 4, "a line break is sent as CR LF"
    assert count_characters("𠮷") == 2, "outside the basic plane a character is two units"
    assert count_characters("é") == 1


@pytest.mark.parametrize(
    "text", ["see https://x.example/", "write to www.x.example", "a@b.example", "dafoh.org now"]
)
def test_links_are_found(text: str) -> None:
    assert find_link(text) is not None


@pytest.mark.parametrize(
    "text", ["We ask. The House", "No. 13 of 1947", "Art. 17", "etc.", "a hearing,and a report"]
)
def test_what_is_no_link(text: str) -> None:
    assert find_link(text) is None
