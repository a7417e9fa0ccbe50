"""Rows of members: congress YAML, CSV and Popolo, each with what is wrong in its sentence."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.errors import BadInput
from outreach.recipients.congress_legislators import read_congress
from outreach.recipients.csv_columns import COLUMNS
from outreach.recipients.member import Member, Reading, RowFault, Why, day_of, form_of, name_of
from outreach.recipients.members_csv import read_members_csv
from outreach.recipients.popolo import read_popolo
from outreach.recipients.read_members import MembersFile, MembersFormat, read_members
from outreach.recipients.status import Chamber, Channel, HolderForm

FILES = Path(__file__).parent / "members"
TODAY = date(2026, 11, 24)
ANY_FILE = Path("members")
ANYTHING = st.text(max_size=400)


def read(name: str, chamber: Chamber | None = None) -> Reading:
    kind = {".yaml": MembersFormat.CONGRESS, ".csv": MembersFormat.CSV, ".json": MembersFormat.POPOLO}
    file = MembersFile(FILES / name, kind[Path(name).suffix], chamber)
    return read_members(file, on=TODAY)[0]


def csv(text: str, **columns: str) -> Reading:
    return read_members_csv(text, file=ANY_FILE, columns=columns, chamber=Chamber.LOWER)


def reasons(reading: Reading) -> list[str]:
    return [str(one) for one in reading.refusals]


@pytest.mark.parametrize("written", ["3.5.2025", "03.05.2025", " 3.05.2025 ", "2025-05-03"])
def test_two_styles_of_a_day(written: str) -> None:
    assert day_of(written, "since") == date(2025, 5, 3)


@pytest.mark.parametrize("written", ["31.2.2025", "3/5/2025", "5.2025", "2025", "3.5.25", "2025-13-01", "x"])
def test_another_style_is_refused(written: str) -> None:
    with pytest.raises(RowFault):
        day_of(written, "since")


@given(st.dates())
def test_every_day_is_read_back(day: date) -> None:
    assert day_of(day.isoformat(), "x") == day
    assert day_of(f"{day.day}.{day.month}.{day.year:04}", "x") == day
    assert day_of(f"{day.day:02}.{day.month:02}.{day.year:04}", "x") == day


@given(st.text())
def test_a_day_is_a_day_or_a_fault(text: str) -> None:
    try:
        found = day_of(text, "since")
    except RowFault:
        return
    assert found is None or str(found.year) in text.replace("-", ".")


@given(st.text())
def test_a_name_is_one_line_or_a_fault(text: str) -> None:
    try:
        name = name_of(text)
    except RowFault:
        return
    assert name == " ".join(name.split()) != ""
    assert not set("{}<>\n") & set(name)
    assert name_of(name) == name


def test_a_form_is_never_guessed() -> None:
    assert [form_of(one) for one in ("M", "female", "", "unknown")] == [
        HolderForm.M,
        HolderForm.F,
        HolderForm.ANY,
        HolderForm.ANY,
    ]
    with pytest.raises(RowFault, match="none of m, f, any"):
        form_of("Ms")


def test_congress_takes_the_term_of_the_day() -> None:
    ada, bo, cy, di = read("congress.yaml").members
    assert (ada.chamber, ada.region, ada.seat, ada.district) == (Chamber.UPPER, "OH", "1", "")
    assert (ada.since, ada.until) == (date(2025, 1, 3), date(2031, 1, 3))
    assert (ada.name, ada.form, ada.line, ada.record) == ("Ada B. Alder", HolderForm.F, 2, "record A000001")
    assert [(one.channel, one.value) for one in ada.contacts] == [
        (Channel.WEB_FORM, "https://www.alder.senate.example/contact"),
        (Channel.POST, "12 Hart Senate Office Building\nWashington DC 20510"),
    ]
    assert (bo.name, bo.form, bo.district) == ("Bo Birch", HolderForm.ANY, ""), "at large; no gender stated"
    assert [one.channel for one in bo.contacts] == [Channel.POST]
    assert "hhttps" in bo.doubts[0]
    assert cy.until == date(2026, 11, 3), "the newest term tells why"
    assert di.region == "PR"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("- {name: {official_full: A}}", "line 1, record ?: it has no `id: bioguide:`"),
        ("- {id: {bioguide: X1}, name: {official_full: A}}", "it has no `terms:`"),
        ("- {id: {bioguide: X1}, terms: [{type: rep, start: 2025-01-03, end: soon}]}", "'soon' is not a day"),
        ("- {id: {bioguide: X1}, terms: [{type: rep, start: 2025-01-03, end: 2024-01-03}]}", "ends before"),
        ("- {id: {bioguide: X1}, terms: [{type: king, start: 2025-01-03, end: 2027-01-03}]}", "neither rep nor"),
        ("- {id: {bioguide: X1}, terms: [{type: rep, start: 2025-01-03, end: 2027-01-03}]}", "the name is miss"),
        ("- just text", "it has no `id"),
    ],
)
def test_a_wrong_record_is_refused_alone(record: str, reason: str) -> None:
    good = (FILES / "congress.yaml").read_text(encoding="utf-8")
    reading = read_congress(f"{record}\n{good}", file=ANY_FILE, on=TODAY)
    assert reason in reasons(reading)[0]
    assert reading.refusals[0].why is Why.FAULT
    assert len(reading.members) == 4


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a\n- [b", "members:3: is not valid YAML"),
        ("a: b", "members:1: must be one list of records"),
        ("just text", "must be one list of records"),
        ("", "is empty"),
        ("- &x a\n- *x", "members:2: has an alias"),
        ("- a\n---\n- b", "members:3: must be one list of records"),
        ("- {a: 1, a: 2}", "has the key `a` twice"),
        ("- {[a]: 1}", "has a key that is no plain text"),
        ("- " + "[" * 30 + "]" * 30, "is nested too deeply"),
        ("- a\t\x00", "is not valid YAML"),
    ],
)
def test_a_broken_yaml_file_is_refused_whole(text: str, problem: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_congress(text, file=ANY_FILE, on=TODAY)
    assert problem in str(raised.value)


@given(ANYTHING)
def test_any_yaml_is_read_or_refused(text: str) -> None:
    try:
        reading = read_congress(text, file=ANY_FILE, on=TODAY)
    except BadInput:
        return
    assert reading.members == ()


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


WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="{}<>#"), min_size=1, max_size=20)
DAYS = st.dates(date(1900, 1, 1), TODAY)


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


def test_popolo_reads_memberships_of_houses() -> None:
    reading = read("popolo.json")
    nia, ola, pia = reading.members
    assert (nia.name, nia.chamber, nia.region, nia.district) == ("Nia Nutmeg", Chamber.LOWER, "Tasmania", "Lyons")
    assert (nia.since, nia.until, nia.form) == (date(2025, 7, 1), None, HolderForm.F)
    assert [(one.channel, one.value) for one in nia.contacts] == [
        (Channel.POST, "Room 1\nParliament House"),
        (Channel.EMAIL, "nia@parliament.example"),
    ]
    assert (ola.chamber, ola.region, ola.since, ola.form) == (
        Chamber.UPPER,
        "Victoria",
        date(2022, 1, 1),
        HolderForm.ANY,
    )
    assert pia.until < TODAY - timedelta(days=300)
    assert reasons(reading) == [
        "membership m5: its end_date '2026' does not say whether it is over on 2026-11-24: give the day.",
        "membership m6: 'nobody' is not among the file's persons.",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"persons": [],\n "x": }', "members:2: is not valid JSON"),
        ("[]", "must be one object"),
        ('{"persons": [{"id": "a"}]}', "has no `memberships`"),
        ('{"persons": [{"id": "a"}, {"id": "a"}], "memberships": [{}], "organizations": [{}]}', "has two persons"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_popolo_file_is_refused_whole(text: str, problem: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_popolo(text, file=ANY_FILE, chamber=None, on=TODAY)
    assert problem in str(raised.value)


def test_areas_that_contain_each_other_end() -> None:
    text = (
        '{"persons": [{"id": "p", "name": "A"}], "organizations": [{"id": "h", "classification": "parliament"}],'
        '"areas": [{"id": "a", "name": "A", "parent_id": "b"}, {"id": "b", "name": "B", "parent_id": "a"}],'
        '"memberships": [{"person_id": "p", "organization_id": "h", "area_id": "a"}]}'
    )
    (one,) = read_popolo(text, file=ANY_FILE, chamber=Chamber.SINGLE, on=TODAY).members
    assert isinstance(one, Member)
    assert (one.chamber, one.district) == (Chamber.SINGLE, "A")
