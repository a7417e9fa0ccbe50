"""The real files: the whole Congress of the United States, and Australia's members since 1901 with their traps."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.db import Database
from outreach.recipients.forms import PARTS, form
from outreach.recipients.member import Why
from outreach.recipients.status import Chamber, Channel, HolderForm, OfficeKind
from outreach.recipients.store import contacts_by_office, current_holders, list_offices
from tests.recipients.legislators import NOW, Importer, importer
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
CONGRESS = SHARED / "data" / "us-legislators-current.yaml"
HOUSE = SHARED / "data" / "au-representatives.csv"
SENATE = SHARED / "data" / "au-senators.csv"
PARLIAMENT_HOUSE = "Parliament House\nCANBERRA ACT 2600"


@pytest.fixture
def take(database: Database, tmp_path: Path) -> Importer:
    return importer(database, tmp_path, "US", "AU")


def test_the_congress(take: Importer) -> None:
    report = take(CONGRESS)
    assert (report.rows, len(report.added)) == (537, 535)
    assert [(one.office_key, one.reason) for one in report.refused] == [
        ("us-senate-oh-3", "the term ended on 2026-11-03."),
        ("us-senate-fl-3", "the term ended on 2026-11-03."),
    ]
    (doubt,) = report.doubts
    assert doubt.office_key == "us-house-fl-6"
    assert "hhttps://" in doubt.detail
    assert take(CONGRESS).unchanged == 535
    with take.database.read() as session:
        offices = list_offices(session, government="US", kind=OfficeKind.LEGISLATORS)
        contacts = contacts_by_office(session)
        holders = current_holders(session, NOW.date())
    regions = Counter(office.region.code for office in offices if office.region)
    assert len(regions) == 56, "fifty states, the District of Columbia and five territories"
    assert regions["US-CA"] == 53, "two senators, and one of the 52 districts is vacant"
    assert regions["US-PR"] == 1
    ways = Counter(one.channel for office in offices for one in contacts.get(office.key, []))
    assert ways == {Channel.POST: 534, Channel.WEB_FORM: 88}, "one newcomer has no address yet"
    assert [office.key for office in offices if office.key not in contacts] == ["us-house-ca-1"]
    assert Counter(holders[office.key].form for office in offices) == {HolderForm.M: 382, HolderForm.F: 153}
    for office in offices:
        for part in PARTS:
            text = form(office, part, "en", HolderForm.ANY, name=holders[office.key].name)
            assert "{" not in text, office.key
    assert len({office.key for office in offices}) == 535


def test_the_congress_after_it_has_ended(take: Importer) -> None:
    take(CONGRESS)
    report = take(CONGRESS, now=NOW + timedelta(days=60), retire_most=True)
    assert {one.why for one in report.refused} == {Why.ENDED}
    assert len(report.retired) == 470
    assert report.unchanged == 65, "senators whose term goes on"


def test_the_australian_house(take: Importer) -> None:
    report = take(HOUSE, government="AU", chamber=Chamber.LOWER, post=PARLIAMENT_HOUSE)
    assert (report.rows, len(report.added), report.faults) == (851, 150, [])
    assert Counter(one.why for one in report.refused) == {Why.ENDED: 701}
    with take.database.read() as session:
        offices = list_offices(session, government="AU", kind=OfficeKind.LEGISLATORS)
        holders = current_holders(session, NOW.date())
    assert Counter(office.region.code for office in offices if office.region) == {
        "AU-NSW": 46,
        "AU-VIC": 38,
        "AU-QLD": 30,
        "AU-WA": 16,
        "AU-SA": 10,
        "AU-TAS": 5,
        "AU-ACT": 3,
        "AU-NT": 2,
    }
    farrer = next(office for office in offices if office.key == "au-house-farrer")
    assert farrer.name == "House of Representatives: Farrer, New South Wales"
    assert holders[farrer.key].name == "David Farley", "whom the by-election brought, after a comment line"
    assert holders["au-house-new-england"].since.isoformat() == "2025-12-08", "the newest of three rows"
    assert {holders[office.key].form for office in offices} == {HolderForm.ANY}, "the file states no gender"


def test_the_australian_senate(take: Importer) -> None:
    take(HOUSE, government="AU", chamber=Chamber.LOWER, post=PARLIAMENT_HOUSE)
    report = take(SENATE, government="AU", chamber=Chamber.UPPER, post=PARLIAMENT_HOUSE)
    assert (report.rows, len(report.added), report.faults, report.retired) == (448, 76, [], [])
    with take.database.read() as session:
        offices = list_offices(session, government="AU", kind=OfficeKind.LEGISLATORS)
    upper = Counter(
        office.region.code for office in offices if office.key.startswith("au-senate") and office.region
    )
    assert upper == {
        **dict.fromkeys(("AU-NSW", "AU-VIC", "AU-QLD", "AU-WA", "AU-SA", "AU-TAS"), 12),
        "AU-ACT": 2,
        "AU-NT": 2,
    }
