"""An approval holds until something that it covers changes; then a sentence says what."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from outreach.db import Database
from outreach.dossiers.tables import Document
from outreach.errors import NotFound
from outreach.petition.withdraw import withdraw as withdraw_version
from outreach.recipients.edit import edit
from outreach.recipients.hold import hold
from outreach.recipients.status import HolderForm
from outreach.recipients.tables import Contact, Office
from outreach.reviews.decide import approve, ask_for_changes, withdraw_approval
from outreach.reviews.store import ParcelInfo
from outreach.reviews.validity import why_invalid
from outreach.rounds.schedule import schedule
from outreach.signatures.withdraw import withdraw as withdraw_snapshot
from tests.packed import CHECKER_CY, Packed, pack, put_documents
from tests.people import ORGANISER_OLGA, STAFF_SAM

LATER = timedelta(hours=1)
Change = Callable[[Session, Packed, ParcelInfo, datetime], object]


def new_address(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    edit(session, contact_id=parcel.manifest.contact_id, value="11 Downing Street", actor=STAFF_SAM, now=now)


def new_holder(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    hold(session, office_key="gb-pm", form=HolderForm.F, source="gov.uk", actor=CHECKER_CY, now=now)


def new_documents(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    put_documents(session, packed.round_id, now=now, content="second")


def repacked(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    new_documents(session, packed, parcel, now)
    pack(session, packed.round_id, now=now)


def no_documents(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    for document in session.exec(select(Document).where(Document.addressee_id == parcel.addressee_id)):
        session.delete(document)
    session.flush()


def no_text(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    number = packed.ground.version_id
    withdraw_version(session, version_id=number, reason="wrong", actor=ORGANISER_OLGA, now=now)


def no_counts(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    number = packed.ground.snapshot_id
    withdraw_snapshot(session, snapshot_id=number, reason="wrong", actor=STAFF_SAM, now=now)


def retired_office(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    office = session.get_one(Office, "gb-pm")
    office.retired_at = now
    session.flush()


def retired_contact(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    contact = session.get_one(Contact, parcel.manifest.contact_id)
    contact.retired_at = now
    session.flush()


def another_day(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    number, day = packed.round_id, date(2026, 12, 1)
    schedule(session, round_id=number, dispatch_on=day, window_days=5, actor=STAFF_SAM, now=now)


def sent_back(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    sha256 = parcel.manifest_sha256
    words = {"comment": "The title is wrong.", "actor": ORGANISER_OLGA, "now": now}
    ask_for_changes(session, parcel_id=parcel.id, manifest_sha256=sha256, **words)  # type: ignore[arg-type]


def taken_back(session: Session, packed: Packed, parcel: ParcelInfo, now: datetime) -> None:
    withdraw_approval(session, parcel_id=parcel.id, reason="A doubt.", actor=ORGANISER_OLGA, now=now)


@pytest.fixture
def approved(database: Database, packed: Packed, now: datetime) -> ParcelInfo:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        sha256 = parcel.manifest_sha256
        return approve(session, parcel_id=parcel.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=now)


def test_it_holds(database: Database, packed: Packed, approved: ParcelInfo, now: datetime) -> None:
    with database.read() as session:
        assert why_invalid(session, parcel_id=approved.id, now=now) is None


def test_another_offices_change_does_not_matter(
    database: Database, packed: Packed, approved: ParcelInfo, now: datetime
) -> None:
    with database.begin() as session:
        new_address(session, packed, packed.parcels["gb-foreign"], now)
        assert why_invalid(session, parcel_id=approved.id, now=now) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (new_address, "The contact's address was changed."),
        (new_holder, "Somebody else holds the office now."),
        (new_documents, "A document was built anew."),
        (repacked, "was replaced by parcel"),
        (no_documents, "has no letter in en"),
        (no_text, "Petition version 1 is withdrawn."),
        (no_counts, "Snapshot 1 is withdrawn."),
        (retired_office, "The office gb-pm is retired."),
        (retired_contact, "of gb-pm is retired."),
        (another_day, "The dispatch day was changed."),
        (sent_back, "is not approved but changes wanted."),
        (taken_back, "is not approved but withdrawn."),
    ],
)
def test_a_change_ends_it(
    database: Database, packed: Packed, approved: ParcelInfo, now: datetime, change: Change, told: str
) -> None:
    with database.begin() as session:
        change(session, packed, approved, now + LATER)
        assert told in (why_invalid(session, parcel_id=approved.id, now=now + LATER) or "nothing")


@pytest.mark.parametrize(("days", "holds"), [(6, True), (7, True), (8, False)])
def test_its_date_ends_it(database: Database, approved: ParcelInfo, now: datetime, days: int, holds: bool) -> None:
    with database.read() as session:
        told = why_invalid(session, parcel_id=approved.id, now=now + timedelta(days=days))
    assert told == (None if holds else "The letter is dated more than seven days ago: it needs a new version.")


def test_what_nobody_approved_is_not_valid(database: Database, packed: Packed, now: datetime) -> None:
    with database.read() as session:
        number = packed.parcels["gb-foreign"].id
        assert why_invalid(session, parcel_id=number, now=now) == f"Parcel {number} is not approved but awaiting."


def test_an_unknown_parcel(database: Database, packed: Packed, now: datetime) -> None:
    with pytest.raises(NotFound), database.read() as session:
        why_invalid(session, parcel_id=999, now=now)
