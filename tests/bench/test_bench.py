"""The harness prints what it promises, and says which benchmarks there are."""

import json

import pytest

from tests.bench.__main__ import BENCHMARKS, line, main
from tests.bench.letters import manuscripts_of
from tests.bench.measure import Measure, compare


def test_a_line_is_one_json_document() -> None:
    printed = line("letters", Measure(value=30.0, unit="letters/s", baseline=12.0))
    assert json.loads(printed) == {
        "name": "letters",
        "value": 30.0,
        "unit": "letters/s",
        "baseline": 12.0,
        "ratio": 2.5,
    }


def test_what_else_belongs_on_the_line_is_there() -> None:
    measure = Measure(value=7.0, unit="documents/s", baseline=7.0, more={"seconds": 25.333})
    assert json.loads(line("round", measure))["seconds"] == 25.33


def test_letters_of_each_language_come_in_turn() -> None:
    letters = manuscripts_of(["en", "ja"], each=2)
    assert [letter.language for letter in letters] == ["en", "ja", "en", "ja"]
    assert len({letter.name for letter in letters}) == 4


def test_both_ways_run_in_the_same_run() -> None:
    ran: list[str] = []
    compare(lambda: ran.append("ours") or 1, lambda: ran.append("plain") or 1, unit="x/s")  # type: ignore[func-returns-value]
    assert ran == ["ours", "plain"] * 3


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(SystemExit, match=f"There is no benchmark nothing; there are: .*{next(iter(BENCHMARKS))}"):
        main(["nothing"])
