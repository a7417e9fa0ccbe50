"""Popolo: memberships of houses, and files that are wrong."""

from datetime import date, timedelta

import pytest

from outreach.errors import BadInput
from outreach.recipients.member import Member
from outreach.recipients.popolo import read_popolo
from outreach.recipients.status import Chamber, Channel, HolderForm
from tests.recipients.members_read import ANY_FILE, TODAY, read, reasons


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
