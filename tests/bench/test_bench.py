"""The harness prints what it promises, and says which benchmarks there are."""

import json
from pathlib import Path

import pytest

from tests.bench.__main__ import BENCHMARKS, line, main, measured
from tests.bench.letters import manuscripts_of
from tests.bench.measure import Measure, compare
from tests.bench.sink import sink
from tests.bench.smtp_source import found_program, size_of_a_mail
from tests.databases import sqlite_template


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


def test_a_benchmark_that_lacks_its_program_says_how_to_get_it() -> None:
    def benchmark() -> Measure:
        return Measure(1.0, found_program(places="/nowhere"), 1.0)

    assert json.loads(measured("send_411k_of_c", benchmark)) == {
        "name": "send_411k_of_c",
        "skipped": "needs smtp-source, which comes with Postfix: apt-get install postfix",
    }


def test_both_send_mails_of_the_same_size(tmp_path: Path) -> None:
    with sink() as port:
        assert 405_000 < size_of_a_mail(sqlite_template(tmp_path), tmp_path / "one", port) < 415_000


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(SystemExit, match=f"There is no benchmark nothing; there are: .*{next(iter(BENCHMARKS))}"):
        main(["nothing"])
