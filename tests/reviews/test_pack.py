"""Packing again does nothing, unless something changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from outreach.accounts import Actor
from outreach.db import Database
from outreach.errors import Conflict, NotAllowed, WrongStatus
from outreach.recipients.edit import edit
from outreach.recipients.hold import hold
from outreach.recipients.status import HolderForm
from outreach.recipients.store import list_offices
from outreach.reviews.decide import approve, ask_for_changes, withdraw_approval
from outreach.reviews.pack import PackReport, pack_round
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import find_newest_parcel, get_parcel, list_parcels
from outreach.rounds.status import RoundStatus
from outreach.rounds.steer import cancel
from outreach.rounds.store import list_addressees
from tests.packed import PACKER_PIA, Packed, pack, pack_a_round, put_documents
from tests.world import TEMPLATES, lay_ground


def test_every_included_addressee_gets_a_parcel(database: Database, packed: Packed) -> None:
    with database.read() as session:
        addressees = list_addressees(session, round_id=packed.round_id, included=True)
        offices = [o for code in ("CA", "GB") for o in list_offices(session, government=code)]
    assert {a.office_key for a in addressees} == set(packed.parcels)
    assert len(packed.parcels) == len(offices)
    parcel = packed.parcels["gb-pm"]
    assert parcel.status is ReviewStatus.AWAITING
    assert parcel.manifest_sha256 == parcel.manifest.sha256
    assert parcel.manifest.address == "10 Downing Street\nLondon\nSW1A 2AA"
    assert parcel.manifest.dated == "2026-11-24"
    assert [(d.kind, d.language) for d in parcel.manifest.documents] == [("letter", "en"), ("dossier", "en")]
    assert parcel.manifest.reference in parcel.manifest.text


def test_packing_again_changes_nothing(database: Database, packed: Packed, now: datetime) -> None:
    with database.begin() as session:
        assert pack(session, packed.round_id, now=now) == PackReport(0, len(packed.parcels), ())


def test_a_new_document_makes_the_next_number(database: Database, packed: Packed, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with database.begin() as session:
        put_documents(session, packed.round_id, now=later, content="second")
        assert pack(session, packed.round_id, now=later).packed == len(packed.parcels)
        before = packed.parcels["gb-pm"]
        newest = find_newest_parcel(session, addressee_id=before.addressee_id)
        assert newest is not None
        assert (newest.number, newest.status) == (2, ReviewStatus.AWAITING)
        replaced = get_parcel(session, before.id)
        assert (replaced.status, replaced.comment) == (ReviewStatus.WITHDRAWN, "Replaced by number 2.")
        assert newest in list_parcels(session, round_id=packed.round_id)
        assert replaced not in list_parcels(session, round_id=packed.round_id)
        assert replaced in list_parcels(session, round_id=packed.round_id, earlier_too=True)


def test_only_what_changed_is_packed(database: Database, packed: Packed, staff_sam: Actor, now: datetime) -> None:
    contact_id = packed.parcels["gb-pm"].manifest.contact_id
    with database.begin() as session:
        edit(session, contact_id=contact_id, value="11 Downing Street\nLondon", actor=staff_sam, now=now)
        assert pack(session, packed.round_id, now=now) == PackReport(1, len(packed.parcels) - 1, ())


def test_what_is_approved_stays(database: Database, packed: Packed, organiser_olga: Actor, now: datetime) -> None:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        sha256 = parcel.manifest_sha256
        approve(session, parcel_id=parcel.id, manifest_sha256=sha256, actor=organiser_olga, now=now)
        assert pack(session, packed.round_id, now=now).packed == 0
        assert get_parcel(session, parcel.id).status is ReviewStatus.APPROVED


def test_a_withdrawn_approval_is_asked_for_again(
    database: Database, packed: Packed, organiser_olga: Actor, now: datetime
) -> None:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        sha256 = parcel.manifest_sha256
        approve(session, parcel_id=parcel.id, manifest_sha256=sha256, actor=organiser_olga, now=now)
        withdraw_approval(session, parcel_id=parcel.id, reason="a doubt", actor=organiser_olga, now=now)
        assert pack(session, packed.round_id, now=now).packed == 1


def test_what_was_sent_back_waits_for_a_change(
    database: Database, packed: Packed, organiser_olga: Actor, now: datetime
) -> None:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        ask_for_changes(
            session,
            parcel_id=parcel.id,
            manifest_sha256=parcel.manifest_sha256,
            comment="The title is wrong.",
            actor=organiser_olga,
            now=now,
        )
        assert pack(session, packed.round_id, now=now).packed == 0


def test_who_cannot_be_packed_is_named(database: Database, packed: Packed, now: datetime) -> None:
    with database.begin() as session:
        offices = [p.manifest.office_key for p in packed.parcels.values() if p.manifest.holder_form == "m"]
        office = offices[0]
        hold(session, office_key=office, form=HolderForm.F, source="its page", actor=PACKER_PIA, now=now)
        report = pack(session, packed.round_id, now=now)
    assert len(report.problems) == 1
    assert f"{office} has another holder since it was planned" in report.problems[0]


def test_refuses(
    database: Database, packed: Packed, organiser_olga: Actor, staff_sam: Actor, now: datetime
) -> None:
    values = {"round_id": packed.round_id, "templates": TEMPLATES, "now": now}
    with database.begin() as session:
        with pytest.raises(NotAllowed):
            pack_round(session, **values, actor=organiser_olga)
        assert cancel(session, round_id=packed.round_id, actor=staff_sam, now=now).status is RoundStatus.CANCELLED
        with pytest.raises(WrongStatus, match="nothing more is packed"):
            pack_round(session, **values, actor=staff_sam)


def test_two_people_pack_at_once(any_database: Database, tmp_path: Path, now: datetime) -> None:
    with any_database.begin() as session:
        ground = lay_ground(session, tmp_path, now=now, governments=("GB",))
        packed = pack_a_round(session, ground, now=now, governments=("GB",))
        put_documents(session, packed.round_id, now=now + timedelta(hours=1), content="second")
    together = Barrier(2)

    def attempt(_: int) -> int:
        together.wait()
        try:
            with any_database.begin() as session:
                return pack(session, packed.round_id, now=now + timedelta(hours=1)).packed
        except Conflict:
            return 0

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(attempt, range(2))) == [0, len(packed.parcels)]
    with any_database.read() as session:
        newest = list_parcels(session, round_id=packed.round_id, status=ReviewStatus.AWAITING)
        assert {parcel.number for parcel in newest} == {2}
        assert len(newest) == len(packed.parcels)
