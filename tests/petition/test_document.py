"""YAML files become plain data with lines, or one sentence with file and line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.errors import BadInput
from outreach.petition.document import MAX_BYTES, Document, parse_document, read_document

FILE = Path("texts/xx.yaml")
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=20)
keys = words.filter(lambda key: bool(key.strip()))
values = st.recursive(
    words | st.integers(-(10**17), 10**17) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=15,
)


def test_data_and_lines() -> None:
    text = (
        "a: 1\n# note\nb:\n  - id: x\n    on: 2026-11-24\n  - [true, ~, yes, 1.50, 007]\nc: >-\n  folded\n  text\n"
    )
    document = parse_document(text, path=FILE)
    assert document.data == {
        "a": 1,
        "b": [{"id": "x", "on": "2026-11-24"}, [True, None, "yes", "1.50", "007"]],
        "c": "folded text",
    }
    places = [("a",), ("b",), ("b", 0), ("b", 0, "on"), ("b", 1), ("c",)]
    assert [document.line(place) for place in places] == [1, 3, 4, 5, 6, 7]
    assert document.line(("b", 0, "absent", 3)) == 4
    assert document.line(("absent",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: [1, 2\nb: 3\n", 2, "This is not valid YAML"),
        ("a: 1\nb: c: d\n", 2, "mapping values are not allowed here"),
        ("a: 'open\n\n", 3, "unexpected end of stream"),
        ("a: \x07\n", None, "special characters are not allowed"),
        ("a: 1\nb: 2\na: 3\n", 3, "The key 'a' stands here twice"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "has no meaning here"),
        ("a: *b\n", 1, "undefined alias"),
        ("a: &x [*x]\n", 1, "alias of itself"),
        ('a: "\\ud800"\n', 1, "half a character"),
        ("? [a]\n: 1\n", 1, "A key must be a word"),
        ("'': 1\n", 1, "A key must be a word"),
        ("- a\n", 1, "`key: value` lines"),
        ("", 1, "`key: value` lines"),
        ("a: " + "[" * 1200 + "]" * 1200, None, "nested too deeply"),
        ("a: 1\n---\nb: 2\n", 2, "another document"),
    ],
)
def test_broken_files_say_where(text: str, line: int | None, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_document(text, path=FILE)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (FILE, line)
    assert sentence in problem.message
    assert str(caught.value).startswith("texts/xx.yaml:")


def test_aliases_cannot_blow_up() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(BadInput, match="too big"):
        parse_document("\n".join(lines), path=FILE)


@given(st.dictionaries(keys, values, max_size=5))
def test_what_json_says_comes_back(data: dict[str, Any]) -> None:
    # JSON is YAML, so JSON's own writer is the other side of the round trip.
    assert parse_document(json.dumps(data, ensure_ascii=False), path=FILE).data == data


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.text(" \n\t-:[]{}&*!|>'\"%@`#?,ab1~", max_size=40)
)
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    outcome = outcome_of(text)
    if isinstance(outcome, Document):
        assert all(outcome.line(place) >= 1 for place in outcome.lines)
        json.dumps(outcome.data, ensure_ascii=False).encode()
    else:
        assert outcome.startswith("texts/xx.yaml:")
        assert "\n" not in outcome


def outcome_of(text: str) -> Document | str:
    try:
        return parse_document(text, path=FILE)
    except BadInput as error:
        return str(error)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is missing"):
        read_document(tmp_path / "absent.yaml")
    with pytest.raises(BadInput, match="cannot be read"):
        read_document(tmp_path)
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: é\n".encode("latin-1"))
    with pytest.raises(BadInput, match=r"latin\.yaml:2: This file is not UTF-8"):
        read_document(tmp_path / "latin.yaml")
    (tmp_path / "big.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(BadInput, match="too big"):
        read_document(tmp_path / "big.yaml")
    (tmp_path / "marked.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_document(tmp_path / "marked.yaml").data == {"a": 1}


def test_who_changes_what_was_read_changes_it_for_nobody_else() -> None:
    first = parse_document("a: [1, {b: c}]", path=FILE)
    first.data["a"][1]["b"] = "changed"
    again = parse_document("a: [1, {b: c}]", path=FILE)
    assert again.data == {"a": [1, {"b": "c"}]}
    assert again.lines == first.lines
    assert parse_document("a: [1, {b: d}]", path=FILE).data == {"a": [1, {"b": "d"}]}
