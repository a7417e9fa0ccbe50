"""What is hashed is written in one way."""

import json

from hypothesis import given
from hypothesis import strategies as st

from outreach.canonical import canonical_json, data_sha256

TEXT = st.text(st.characters())  # halves of surrogate pairs too: what came by mail may hold them
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3))


def test_keys_have_one_order_and_there_are_no_blanks() -> None:
    assert canonical_json({"b": ["é", 1], "a": None}) == '{"a":null,"b":["é",1]}'.encode()


def test_the_hash_never_changes() -> None:
    assert data_sha256({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


@given(st.dictionaries(TEXT, VALUES, max_size=5))
def test_any_data_are_written_and_read_back(data: dict[str, object]) -> None:
    written = canonical_json(data)
    assert json.loads(written.decode("utf-8", "surrogatepass")) == data
    assert canonical_json(dict(reversed(data.items()))) == written
