"""Congress YAML: the term of the day, and records that are wrong."""

from datetime import date

import pytest
from hypothesis import given

from outreach.errors import BadInput
from outreach.recipients.congress_legislators import read_congress
from outreach.recipients.member import Why
from outreach.recipients.status import Chamber, Channel, HolderForm
from tests.recipients.members_read import ANY_FILE, ANYTHING, FILES, TODAY, read, reasons


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
