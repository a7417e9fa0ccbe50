"""The whole life of a review on SQLite and on PostgreSQL."""

from datetime import datetime, timedelta
from pathlib import Path

from outreach.db import Database
from outreach.reviews.decide import approve_batch, withdraw_approval
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import get_parcel, list_approved, list_parcels
from outreach.reviews.validity import why_invalid
from tests.packed import pack, pack_a_round, put_documents
from tests.people import ORGANISER_OLGA
from tests.world import lay_ground


def test_pack_approve_build_anew_and_withdraw(any_database: Database, tmp_path: Path, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with any_database.begin() as session:
        ground = lay_ground(session, tmp_path, now=now, governments=("GB",))
        packed = pack_a_round(session, ground, now=now, governments=("GB",))
    with any_database.begin() as session:
        batch = {p.id: p.manifest_sha256 for p in packed.parcels.values()}
        approve_batch(session, parcels=batch, seen=batch, actor=ORGANISER_OLGA, now=now)
    with any_database.begin() as session:
        assert [why_invalid(session, parcel_id=number, now=now) for number in batch] == [None] * len(batch)
        put_documents(session, packed.round_id, now=later, content="second")
        assert pack(session, packed.round_id, now=later).packed == len(batch)
    with any_database.begin() as session:
        newest = list_parcels(session, round_id=packed.round_id, status=ReviewStatus.AWAITING)
        everything = list_parcels(session, round_id=packed.round_id, earlier_too=True)
        approved = list_approved(session, addressee_ids=[p.addressee_id for p in newest])
        taken_back = withdraw_approval(
            session, parcel_id=approved[0].id, reason="replaced", actor=ORGANISER_OLGA, now=later
        )
        assert get_parcel(session, taken_back.id) == taken_back
    assert {p.number for p in newest} == {2}
    assert {p.id for p in approved} == set(batch)
    assert {p.id for p in everything} == set(batch) | {p.id for p in newest}
    assert (taken_back.status, taken_back.comment) == (ReviewStatus.WITHDRAWN, "replaced")
