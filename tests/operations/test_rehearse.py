"""A rehearsal says what differs from the round before."""

from datetime import datetime
from pathlib import Path

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.errors import NotAllowed, Refused
from outreach.operations.rehearse import Rehearsal, rehearse
from outreach.settings import Settings
from outreach.wiring import identity_of
from tests.packed import Packed, pack_a_round
from tests.people import OUTSIDER_OMAR, STAFF_SAM
from tests.world import plan_round


def run(database: Database, blobs: FolderBlobs, round_id: int, now: datetime) -> Rehearsal:
    folder = Path(blobs.root) / "rehearsal"
    identity = identity_of(Settings(_env_file=None))
    return rehearse(database, blobs, round_id=round_id, identity=identity, folder=folder, actor=STAFF_SAM, now=now)


def test_the_first_round_has_nothing_to_compare_with(
    database: Database, blobs: FolderBlobs, packed: Packed, now: datetime
) -> None:
    found = run(database, blobs, packed.round_id, now)
    assert (found.compared_with, found.changes) == (None, ())
    assert sum(found.by_channel.values()) == len(packed.parcels)


def test_what_differs_from_the_round_before_is_named(
    database: Database, blobs: FolderBlobs, packed: Packed, now: datetime
) -> None:
    with database.begin() as session:
        second = pack_a_round(session, packed.ground, now=now, name="Summer", governments=("GB", "IL"))
    found = run(database, blobs, second.round_id, now)
    assert found.compared_with == packed.round_id
    changed = {one.office_key: (one.before, one.now) for one in found.changes}
    assert {key.partition("-")[0] for key in changed} == {"ca", "il"}
    assert changed["ca-pm"][1] == changed["il-pm"][0] == "–"


def test_nothing_packed_is_nothing_to_rehearse(
    database: Database, blobs: FolderBlobs, packed: Packed, now: datetime
) -> None:
    with database.begin() as session:
        empty = plan_round(session, packed.ground, now=now, name="Empty")
    with pytest.raises(Refused, match="is packed yet"):
        run(database, blobs, empty.id, now)


def test_outsiders_rehearse_nothing(database: Database, blobs: FolderBlobs, packed: Packed, now: datetime) -> None:
    identity = identity_of(Settings(_env_file=None))
    with pytest.raises(NotAllowed):
        rehearse(
            database,
            blobs,
            round_id=packed.round_id,
            identity=identity,
            folder=Path(blobs.root),
            actor=OUTSIDER_OMAR,
            now=now,
        )
