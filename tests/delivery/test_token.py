"""Tokens: only what we signed is read, whatever a mail system did to its case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.delivery.token import ALPHABET, LENGTH, find_tokens, make_token, read_token

KEY, OLD_KEY, STRANGER = b"key of this year", b"key of last year", b"somebody else's key"
ids = st.integers(min_value=1, max_value=2**40 - 1)


@given(ids)
def test_a_token_reads_back_in_any_case(delivery_id: int) -> None:
    token = make_token(delivery_id, key=KEY)
    assert len(token) == LENGTH
    assert set(token[1:]) <= set(ALPHABET)
    assert read_token(token, keys=[KEY]) == delivery_id
    assert read_token(token.upper(), keys=[KEY]) == delivery_id


@given(ids)
def test_last_years_key_still_verifies(delivery_id: int) -> None:
    assert read_token(make_token(delivery_id, key=OLD_KEY), keys=[KEY, OLD_KEY]) == delivery_id
    assert read_token(make_token(delivery_id, key=STRANGER), keys=[KEY, OLD_KEY]) is None


@given(ids, st.integers(min_value=1, max_value=LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_changed_character_is_never_read(delivery_id: int, place: int, character: str) -> None:
    token = make_token(delivery_id, key=KEY)
    changed = token[:place] + character + token[place + 1 :]
    assert read_token(changed, keys=[KEY]) == (delivery_id if changed == token else None)


@given(ids, st.integers(min_value=0, max_value=LENGTH - 1))
def test_a_truncated_token_is_never_read(delivery_id: int, length: int) -> None:
    assert read_token(make_token(delivery_id, key=KEY)[:length], keys=[KEY]) is None


@given(st.text(max_size=60))
def test_any_other_text_is_never_read(text: str) -> None:
    assert read_token(text, keys=[KEY]) is None


def test_tokens_are_found_in_headers_and_bodies() -> None:
    one, two = make_token(1, key=KEY), make_token(2, key=KEY)
    text = f"To: <{one}@replies.example>\nX: replies+{two.upper()}=office@example.org, {one}"
    assert find_tokens(text) == [one, two]
    assert find_tokens(f"x{one} {one}x {one[:-1]}") == []


@pytest.mark.parametrize("delivery_id", [0, -1, 2**40])
def test_an_id_out_of_range_is_refused(delivery_id: int) -> None:
    with pytest.raises(ValueError, match="delivery id"):
        make_token(delivery_id, key=KEY)


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        make_token(1, key=b"")
