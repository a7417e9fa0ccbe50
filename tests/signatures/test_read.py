"""Reading exports: everything that is wrong is told at once, with its line; nothing is half read."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.errors import BadInput
from outreach.signatures.counts import CountryCount, Counts, RegionCount
from outreach.signatures.counts_csv import read_counts_csv
from outreach.signatures.read import LARGEST_FILE, Format, read_export
from tests.shared import SHARED, needs_shared
from tests.signatures.conftest import CSV

Write = Callable[[str | bytes], Path]
FILE = Path("counts.csv")
HEAD = "country,region,count\n"


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(BadInput) as caught:
        read_counts_csv(text, file=FILE)
    assert all(problem.file == FILE for problem in caught.value.problems)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_file_of_counts(csv_file: Write) -> None:
    export = read_export(csv_file(CSV))
    assert export.format is Format.COUNTS
    assert export.counts.total == 551
    assert export.counts.countries[0] == CountryCount("GB", "United Kingdom", 500, (RegionCount("Kent", 300),))
    assert [country.name for country in export.counts.countries[1:]] == ["France", "Fiji", "Tonga"]


def test_columns_in_any_order_and_regions_left_out() -> None:
    assert read_counts_csv("count;country\n12;GB\n7;fr\n", file=FILE) == Counts(
        19, (CountryCount("GB", "United Kingdom", 12), CountryCount("FR", "France", 7))
    )


def test_comments_state_the_time_and_the_total() -> None:
    text = "# Exported by hand\r\n# as of: 2026-11-20T18:00+01:00\r\n\r\ncountry,count\r\n# total 15\r\nGB,12\r\n"
    counts = read_counts_csv(text, file=FILE)
    assert (counts.total, counts.difference) == (15, 3)
    assert counts.as_of == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def test_quotes_byte_order_mark_and_a_separator_within_a_name(csv_file: Write) -> None:
    text = HEAD + 'US,,90\nUS,"Washington, D.C.",20\nUS,"the ""big"" one",30\nUS,a\u2028b,1\n'
    counts = read_export(csv_file(text.encode("utf-8-sig"))).counts
    assert [region.name for region in counts.countries[0].regions] == [
        "Washington, D.C.",
        'the "big" one',
        "a\u2028b",
    ]


def test_every_bad_line_is_told_at_once() -> None:
    rows = "UK,,1\nGB,,12.0\nFR,,-2\nIT,,\n,,3\nDE,,1e3\nES,,99999999999\nCH,,x\n# note\n\nAT\nBE,,1,2\nNL,,5\n"
    told = problems(HEAD + rows)
    assert [line for line, _ in told] == [2, 3, 4, 5, 6, 7, 8, 9, 12, 13]
    assert told[0][1] == "country code 'UK' is not known: write GB."
    assert told[3][1] == "the count is missing."
    assert told[4][1] == "the country is missing."


def test_rows_twice() -> None:
    text = HEAD + "GB,,9\nFR,,5\nGB,,9\nGB,Kent,1\nGB,KENT,2\n"
    assert problems(text) == [
        (4, "GB is there twice (first on line 2); keep one row."),
        (6, "GB, KENT is there twice (first on line 5); keep one row."),
    ]


def test_regions_need_a_total_that_holds_them() -> None:
    assert problems(HEAD + "GB,Kent,4\nFR,,5\nFR,Nord,4\nFR,Var,2\n") == [
        (2, "GB has regions but no row with its total; add one without a region."),
        (3, "the regions of FR add up to 6, more than its total of 5."),
    ]


def test_a_bad_total_is_not_told_again_by_its_regions() -> None:
    assert [line for line, _ in problems(HEAD + "GB,,x\nGB,Kent,4\n")] == [2]


def test_an_open_quote_swallows_nothing() -> None:
    rows = "".join(f"{code},,{n}\n" for n, code in enumerate(("GB", "DE", "IT", "ES", "PT"), start=10))
    told = problems(HEAD + 'FR,"Paris,3\n' + rows + "XX,,4\n")
    assert [line for line, _ in told] == [2, 8]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", None, "no rows"),
        ("# only a note\n", None, "no rows"),
        ("country,people\nGB,1\n", 1, "count is missing"),
        ("\ncountry,count,count\nGB,1,1\n", 2, "count is there twice"),
        ("country,count,e-mail\nGB,1,a@example.org\n", 1, "'e-mail' is not one of them"),
        ("# total: many\ncountry,count\nGB,1\n", 1, "'many' is not a count"),
        ("# as of: yesterday\ncountry,count\nGB,1\n", 1, "'yesterday' is not a date"),
        ("# as of: 2026-11-20T18:00\ncountry,count\nGB,1\n", 1, "has no time zone"),
        ("country,count\nGB,2147483647\nFR,2147483647\n", None, "more than 2147483647"),
    ],
)
def test_files_that_are_wrong_as_a_whole(text: str, line: int | None, says: str) -> None:
    assert any(told == line and says in message for told, message in problems(text))


def test_files_that_cannot_be_read(csv_file: Write, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        read_export(tmp_path / "none.csv")
    with pytest.raises(BadInput, match=r"csv:3: not UTF-8"):
        read_export(csv_file(b"country,count\nGB,1\nFR\xff,2\n"))
    huge = csv_file(CSV)
    with huge.open("r+b") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(BadInput, match="larger than"):
        read_export(huge)


cells = st.sampled_from(["GB", "FR", "", "Kent", '"Var"', '"a', 'b"', "7", "0", "12", "-1", "#", "\r", "\0", "é"])
rows = st.builds(",".join, st.lists(cells, min_size=2, max_size=4))


@given(st.lists(st.one_of(rows, st.text(st.characters(exclude_characters="\n", codec="utf-8"))), max_size=8))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    """Whatever stands in a file, its data lines are all counted or it is refused."""
    text = HEAD + "\n".join(lines)
    with suppress(BadInput):
        counts = read_counts_csv(text, file=FILE)
        data = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
        assert len(data) == sum(1 + len(country.regions) for country in counts.countries)


def petition(**changes: object) -> str:
    attributes: dict[str, Any] = {
        "signature_count": 120,
        "updated_at": "2026-11-20T18:00:00.000Z",
        "signatures_by_country": [
            {"name": "United Kingdom", "code": "GB", "signature_count": 90},
            {"name": "British Antarctic Territory", "code": "BAT", "signature_count": 12},
        ],
        "signatures_by_constituency": [{"name": "Bath", "ons_code": "E1", "signature_count": 70}],
    }
    return json.dumps({"data": {"attributes": attributes | changes}})


def test_a_petition_of_the_uk_parliament(csv_file: Write) -> None:
    export = read_export(csv_file(petition()))
    assert export.format is Format.UK_PARLIAMENT
    assert export.counts == Counts(
        120,
        (
            CountryCount("GB", "United Kingdom", 90, (RegionCount("Bath", 70),)),
            CountryCount("BAT", "British Antarctic Territory", 12),
        ),
        datetime(2026, 11, 20, 18, 0, tzinfo=UTC),
    )
    assert export.counts.difference == 18


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("{}", "data.attributes is missing"),
        ('{"data": {"attributes": []}}', "not an object"),
        ('{"a":' * 100_000, "not a petition's JSON"),
        (petition(signature_count=-1), "signature_count is not a count: -1"),
        (petition(updated_at=None), "updated_at is not a time"),
        (petition(signatures_by_country=None), "signatures_by_country is not a list"),
        (petition(signatures_by_country=[7]), r"signatures_by_country\[0\]: not an object"),
        (petition(signatures_by_country=[{"code": "*", "name": "x", "signature_count": 1}]), "capital letters"),
        (petition(signatures_by_constituency=[{"name": "Bath", "signature_count": True}]), "not a count: True"),
        (petition(signatures_by_constituency=[{"name": "Bath", "signature_count": 91}]), "more than its total"),
    ],
)
def test_a_petition_that_is_wrong(csv_file: Write, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_export(csv_file(text), format=Format.UK_PARLIAMENT)


@needs_shared
def test_a_real_petition_of_the_uk_parliament() -> None:
    counts = read_export(SHARED / "data" / "uk-petition-241584.json").counts
    by_code = {country.code: country for country in counts.countries}
    assert (counts.total, len(by_code), counts.difference) == (5_156_603, 232, 2_599)
    assert by_code["BAT"].name == "British Antarctic Territory"
    assert len(by_code["GB"].regions) == 650
    assert by_code["GB"].count - sum(region.count for region in by_code["GB"].regions) == 89_118
