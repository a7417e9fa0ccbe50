"""CSV files of members: headers, quotes, encodings, and rows that are wrong."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.errors import BadInput
from outreach.recipients.csv_columns import COLUMNS
from outreach.recipients.member import Reading
from outreach.recipients.read_members import MembersFile, MembersFormat, read_members
from outreach.recipients.status import Chamber, Channel, HolderForm
from tests.recipients.members_read import ANYTHING, DAYS, TODAY, WORDS, csv, read, reasons


def test_csv_rows_and_their_faults() -> None:
    reading = read("members.csv", Chamber.LOWER)
    eve, flo, gus = reading.members[:3]
    assert (eve.name, eve.form, eve.since, eve.line) == ("Eve Elm", HolderForm.F, date(2025, 5, 3), 4)
    assert [(one.channel, one.value) for one in eve.contacts] == [
        (Channel.EMAIL, "eve.elm@parliament.example"),
        (Channel.POST, "Parliament House\nCANBERRA ACT 2600"),
    ]
    assert (flo.form, [one.channel for one in flo.contacts]) == (HolderForm.ANY, [Channel.WEB_FORM])
    assert gus.until == date(2025, 5, 2)
    assert reasons(reading) == [
        "line 8, row 4: there is no day '31.2.2025' (since).",
        "line 9, row 5: the form of address 'x' is none of m, f, any, male, female.",
        "line 13, row 9: it has 3 cells, the header has 11.",
    ]


def test_unknown_and_missing_columns_are_told_at_once() -> None:
    with pytest.raises(BadInput) as raised:
        csv("nam,electorat,Zip\nA,B,C\n")
    told = str(raised.value)
    assert "members:1: the column `nam` is unknown (is it `name`?)" in told
    assert "the column `electorat` is unknown (is it `electorate`?)" in told
    assert "the column `Zip` is unknown: say what it holds with --column 'Zip=…'" in told
    with pytest.raises(BadInput, match="the column `name` is missing; the header has region"):
        csv("region\nWA\n")
    with pytest.raises(BadInput, match="two columns hold `region`"):
        csv("name,state,province\nA,B,C\n")


def test_the_user_says_what_a_column_holds() -> None:
    (one,) = csv("Who,Seat of,Junk\nAda,Lyons,x\n", Who="name", Junk="", **{"Seat of": "district"}).members
    assert (one.name, one.district) == ("Ada", "Lyons")
    with pytest.raises(BadInput, match="there is no column `nope`"):
        csv("name\nA\n", Nope="region")
    with pytest.raises(BadInput, match="`colour` is no column"):
        csv("name,x\nA,b\n", x="colour")


def test_an_open_quote_refuses_the_file_at_its_line() -> None:
    with pytest.raises(BadInput, match=r"members:3: cannot be read from here on .*is a quote not closed"):
        csv('name,region\nA,WA\n"B,WA\nC,WA\n')


def test_a_quote_closed_too_late_refuses_its_row() -> None:
    reading = csv('name,region\n"A,WA\nB,WA\nC",WA\nD,WA\n')
    assert reasons(reading) == ["line 2, row 2: a cell runs over lines 2 to 4: is a quote not closed?"]
    assert [one.name for one in reading.members] == ["D"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("\ufeffname\nRené\n".encode(), "René"),
        ("name\r\nRené\r\n".encode(), "René"),
        ("name\nRené\n".encode("utf-16"), "René"),
    ],
)
def test_bytes_that_say_how_they_are_written(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    reading, _ = read_members(MembersFile(path, MembersFormat.CSV), on=TODAY)
    assert [one.name for one in reading.members] == [name]


def test_bytes_that_do_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nAda\nRené\n".encode("cp1252"))
    with pytest.raises(BadInput, match=r"a.csv:3: is not text in UTF-8: .* --encoding cp1252"):
        read_members(MembersFile(path, MembersFormat.CSV), on=TODAY)
    reading, _ = read_members(MembersFile(path, MembersFormat.CSV, encoding="cp1252"), on=TODAY)
    assert [one.name for one in reading.members] == ["Ada", "René"]
    with pytest.raises(BadInput, match="--encoding 'klingon' is unknown"):
        read_members(MembersFile(path, MembersFormat.CSV, encoding="klingon"), on=TODAY)


@given(st.lists(st.tuples(WORDS, WORDS, DAYS, st.booleans()), max_size=8))
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[str, str, date, bool]]) -> None:
    quoted = [[cell.replace('"', '""') for cell in row[:2]] for row in rows]
    lines = [
        f'"{name}","{place}",{day.isoformat() if iso else f"{day.day}.{day.month}.{day.year}"}'
        for (name, place), (_, _, day, iso) in zip(quoted, rows, strict=True)
    ]
    reading = csv("\n# comment\n\n".join(["name,region,since", *lines]) + "\n")
    assert reading.refusals == ()
    assert [(one.name, one.region, one.since) for one in reading.members] == [row[:3] for row in rows]


@given(ANYTHING)
def test_any_csv_row_is_a_member_a_refusal_or_the_files_fault(text: str) -> None:
    try:
        reading = csv(f"{','.join(COLUMNS)}\n{text}")
    except BadInput as error:
        reading = Reading((), ())
        lines = [problem.line for problem in error.problems]
        assert all(lines), "a broken file is told with its line"
    for one in reading.members:
        assert one.name
        assert one.since is None or one.until is None or one.since <= one.until
