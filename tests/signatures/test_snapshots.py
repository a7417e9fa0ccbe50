"""Snapshots are immutable; what is disclosed of one is decided once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, Conflict, NotAllowed, NotFound, Refused, WrongStatus
from outreach.signatures.disclose import disclosure_of
from outreach.signatures.disclosure import Disclosure
from outreach.signatures.import_counts import import_counts
from outreach.signatures.store import (
    SnapshotInfo,
    find_disclosure,
    get_snapshot,
    latest_snapshot,
    list_disclosures,
    list_snapshots,
)
from outreach.signatures.tables import Disclosed
from outreach.signatures.withdraw import withdraw
from tests.signatures.conftest import CSV, new_campaign

Write = Callable[[str], Path]
AS_OF = datetime(2026, 11, 20, tzinfo=UTC)


class Counting:
    """A person who imports and discloses."""

    def __init__(self, database: Database, campaign_id: int, write: Write, actor: Actor, now: datetime) -> None:
        self.database, self.campaign_id, self.write, self.actor, self.now = (
            database,
            campaign_id,
            write,
            actor,
            now,
        )

    def imports(self, text: str = CSV, *, days: int = 0, sample: bool = False) -> SnapshotInfo:
        return self.imports_file(self.write(text), days=days, sample=sample)

    def imports_file(self, file: Path, *, days: int = 0, sample: bool = False) -> SnapshotInfo:
        with self.database.begin() as session:
            return import_counts(
                session,
                campaign_id=self.campaign_id,
                file=file,
                as_of=AS_OF + timedelta(days=days),
                sample=sample,
                actor=self.actor,
                now=self.now,
            )


@pytest.fixture
def sam(database: Database, campaign_id: int, csv_file: Write, staff_sam: Actor, now: datetime) -> Counting:
    return Counting(database, campaign_id, csv_file, staff_sam, now)


def test_an_import_is_kept_whole(sam: Counting) -> None:
    snapshot = sam.imports()
    with sam.database.read() as session:
        assert get_snapshot(session, snapshot.id) == snapshot
        assert latest_snapshot(session) == snapshot
        assert [entry.action for entry in list_entries(session)] == ["snapshot.imported"]
        assert audit.verify(session).broken is None
    assert (snapshot.total, snapshot.counts.countries[0].regions[0].name) == (551, "Kent")
    assert (snapshot.as_of, snapshot.source_name) == (AS_OF, "counts [1] *.csv")


def test_a_bad_file_leaves_nothing(sam: Counting) -> None:
    with pytest.raises(BadInput):
        sam.imports("country,count\nGB,5\nFR,x\n")
    with sam.database.read() as session:
        assert list_snapshots(session) == []
        assert list_entries(session) == []


def test_the_same_file_of_the_same_time_is_refused(sam: Counting) -> None:
    first = sam.imports()
    with pytest.raises(Refused, match=f"as snapshot {first.id}"):
        sam.imports()
    assert sam.imports(days=1).id != first.id


def test_somebody_has_to_say_when_it_was_counted(sam: Counting) -> None:
    def imported(session: Session, **changes: object) -> SnapshotInfo:
        given = {"campaign_id": sam.campaign_id, "file": sam.write(CSV), "actor": sam.actor, "now": sam.now}
        return import_counts(session, **(given | changes))  # type: ignore[arg-type]

    with sam.database.begin() as session:
        with pytest.raises(BadInput, match="add --as-of"):
            imported(session)
        with pytest.raises(BadInput, match="in the future"):
            imported(session, as_of=sam.now + timedelta(days=1))
        with pytest.raises(NotFound):
            imported(session, campaign_id=99)


def test_only_staff_and_organisers_import(sam: Counting, coordinator_chi: Actor) -> None:
    sam.actor = coordinator_chi
    with pytest.raises(NotAllowed):
        sam.imports()


def test_a_withdrawn_snapshot_is_not_the_latest(sam: Counting, organiser_olga: Actor) -> None:
    older, newer = sam.imports(), sam.imports(days=1)
    with sam.database.begin() as session:
        withdrawn = withdraw(
            session, snapshot_id=newer.id, reason="counted twice", actor=organiser_olga, now=sam.now
        )
        assert latest_snapshot(session) == older
        assert (withdrawn.withdrawn_by, withdrawn.withdrawn_reason) == ("organiser_olga", "counted twice")
        with pytest.raises(WrongStatus):
            withdraw(session, snapshot_id=newer.id, reason="again", actor=organiser_olga, now=sam.now)
        with pytest.raises(BadInput):
            withdraw(session, snapshot_id=older.id, reason=" ", actor=organiser_olga, now=sam.now)
        with pytest.raises(Refused, match="counted twice"):
            disclosure_of(session, snapshot_id=newer.id, limit=10, now=sam.now)


def test_without_counts_there_is_no_latest(database: Database) -> None:
    with database.read() as session, pytest.raises(NotFound, match="signatures import"):
        latest_snapshot(session)


def test_a_disclosure_is_decided_once(sam: Counting) -> None:
    snapshot = sam.imports()
    with sam.database.begin() as session:
        first = disclosure_of(session, snapshot_id=snapshot.id, limit=10, now=sam.now)
    with sam.database.begin() as session:
        again = disclosure_of(session, snapshot_id=snapshot.id, limit=3, now=sam.now + timedelta(days=9))
        assert session.exec(select(Disclosed)).one().sha256 == first.sha256
    assert again == first
    assert first.suppressed == ("FJ", "TO")


def test_a_later_disclosure_knows_the_earlier_one(sam: Counting) -> None:
    grown = CSV.replace("GB,,500", "GB,,600").replace("FR,,40", "FR,,43").replace("TO,,8", "TO,,18")
    snapshots = [sam.imports(), sam.imports(grown, days=1)]
    for snapshot in snapshots:
        with sam.database.begin() as session:
            disclosure_of(session, snapshot_id=snapshot.id, limit=10, now=sam.now)
    with sam.database.read() as session:
        first, second = list_disclosures(session, campaign_id=sam.campaign_id, sample=False)
        assert find_disclosure(session, snapshots[1].id) == second
    assert "FR" not in first.suppressed
    assert "FR" in second.suppressed
    assert [point.total for point in second.growth] == [551, 664]


def test_invented_counts_do_not_hold_back_true_ones(sam: Counting) -> None:
    invented, true = sam.imports(sample=True), sam.imports(CSV.replace("500", "503"), days=1)
    with sam.database.begin() as session:
        disclosure_of(session, snapshot_id=invented.id, limit=10, now=sam.now)
        disclosed = disclosure_of(session, snapshot_id=true.id, limit=10, now=sam.now)
    assert disclosed.countries[0].count == 503


def test_campaigns_do_not_hold_each_other_back(sam: Counting) -> None:
    first = sam.imports()
    sam.campaign_id = new_campaign(sam.database, slug="other")
    second = sam.imports(CSV.replace("500", "503"))
    with sam.database.begin() as session:
        disclosure_of(session, snapshot_id=first.id, limit=10, now=sam.now)
        assert disclosure_of(session, snapshot_id=second.id, limit=10, now=sam.now).total == 554


def test_two_at_once_disclose_one_after_the_other(
    any_database: Database, csv_file: Write, staff_sam: Actor, now: datetime
) -> None:
    """Neither may miss the other: 40 and then 43 people in France would tell of three."""
    sam = Counting(any_database, new_campaign(any_database), csv_file, staff_sam, now)
    grown = CSV.replace("GB,,500", "GB,,600").replace("FR,,40", "FR,,43")
    ids = [sam.imports().id, sam.imports(grown, days=1).id]
    barrier = Barrier(2)

    def discloses(snapshot_id: int) -> Disclosure:
        barrier.wait()
        with any_database.begin() as session:
            return disclosure_of(session, snapshot_id=snapshot_id, limit=10, now=now)

    with ThreadPoolExecutor(2) as pool:
        disclosed = list(pool.map(discloses, ids))
    assert sum("FR" in each.suppressed for each in disclosed) == 1


def test_two_at_once_import_one_snapshot(
    any_database: Database, csv_file: Write, staff_sam: Actor, now: datetime
) -> None:
    sam = Counting(any_database, new_campaign(any_database), csv_file, staff_sam, now)
    file = csv_file(CSV)
    barrier = Barrier(2)

    def imports(_: int) -> str:
        barrier.wait()
        try:
            sam.imports_file(file)
        except (Refused, Conflict):
            return "refused"
        return "imported"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(imports, range(2))) == ["imported", "refused"]
