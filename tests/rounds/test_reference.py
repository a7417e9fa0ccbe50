"""A printed reference is found however people retype it, and never when it is damaged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.errors import Refused
from outreach.rounds.reference import ALPHABET, LIMIT, find_references, reference_for

ids = st.integers(1, LIMIT - 1)
calm = settings(deadline=None)


@pytest.mark.parametrize(
    ("number", "printed"), [(1, "OUT-0000-168"), (131, "OUT-0004-3N6"), (LIMIT - 1, "OUT-9ZZZ-Z9R")]
)
def test_printed_form_never_changes(number: int, printed: str) -> None:
    assert reference_for(number) == printed


@pytest.mark.parametrize("number", [0, -1, LIMIT])
def test_no_reference_outside_the_range(number: int) -> None:
    with pytest.raises(Refused, match="has no reference"):
        reference_for(number)


@calm
@given(ids)
def test_comes_back(number: int) -> None:
    assert find_references(f"Re: {reference_for(number)}.") == [number]


@calm
@given(
    ids,
    st.sampled_from(["-", "–", "‑", " - ", "－", "ー", "_", "-\n> ", "\u200e-\u200f", "−"]),
    st.booleans(),
    st.booleans(),
)
def test_survives_retyping(number: int, dash: str, lower: bool, look_alikes: bool) -> None:
    typed = reference_for(number)
    if look_alikes:
        typed = "OUT" + typed[3:].replace("0", "O").replace("1", "l")
    typed = (typed.lower() if lower else typed).replace("-", dash)
    assert find_references(f"番号{typed}について") == [number]


@calm
@given(ids, st.sampled_from(["", " ", "\u00a0", "\n> "]))
def test_survives_without_dashes(number: int, gap: str) -> None:
    assert find_references(f"our letter {reference_for(number).replace('-', gap)}, thank you") == [number]


@pytest.mark.parametrize(
    "text", ["ＯＵＴ－００００－１６８", "ОUТ-0000-168", "o\u00adut-0000-I68", "_OUT-0000-168_"]
)
def test_survives_other_alphabets(text: str) -> None:
    assert find_references(text) == [1]


@calm
@given(ids, st.data())
def test_one_or_two_wrong_characters_are_never_a_hit(number: int, data: st.DataObject) -> None:
    code = list(reference_for(number)[4:].replace("-", ""))
    for place in data.draw(st.lists(st.integers(0, 6), min_size=1, max_size=2, unique=True)):
        code[place] = data.draw(st.sampled_from([c for c in ALPHABET if c != code[place]]))
    assert find_references(f"OUT-{''.join(code[:4])}-{''.join(code[4:])}") == []


@calm
@given(ids, st.integers(0, 6), st.integers(0, 6))
def test_two_characters_that_changed_places_are_never_a_hit(number: int, one: int, other: int) -> None:
    code = list(reference_for(number)[4:].replace("-", ""))
    code[one], code[other] = code[other], code[one]
    typed = f"OUT-{''.join(code[:4])}-{''.join(code[4:])}"
    assert find_references(typed) == ([number] if typed == reference_for(number) else [])


@calm
@given(ids, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_a_missing_or_additional_character_is_never_a_hit(number: int, place: int, more: str) -> None:
    typed = reference_for(number)
    inside = max(place, 4)
    assert find_references(typed[:inside] + more + typed[inside:]) == []
    if typed[place] != "-":
        assert find_references(typed[:place] + typed[place + 1 :]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WITHOUT-0000-168",
        "OUT-0000-000",
        "OUT-0000-168X",
        "out from the office",
        "we ran out late the day",
        "OUT",
    ],
)
def test_other_words_are_not_references(text: str) -> None:
    assert find_references(text) == []


def test_many_in_order_and_each_once() -> None:
    text = f"{reference_for(7)} and {reference_for(3)}\n> {reference_for(7)}"
    assert find_references(text) == [7, 3]
