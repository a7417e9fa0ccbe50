"""Reads of snapshots and of what was disclosed of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from outreach.db import fetch, table_of
from outreach.errors import NotFound
from outreach.signatures.counts import CountryCount, Counts, RegionCount
from outreach.signatures.disclosure import Disclosure, disclosure_from
from outreach.signatures.read import Format
from outreach.signatures.tables import Disclosed, Snapshot

_SNAPSHOT = table_of(Snapshot)
_WITHDRAWN_AT = (
    _SNAPSHOT.select()
    .where(_SNAPSHOT.c.id == bindparam("snapshot_id"))
    .with_only_columns(_SNAPSHOT.c.withdrawn_at)
)


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """Counts at one moment, immutable but for the withdrawal. Internal: what may be printed is the Disclosure."""

    id: int
    campaign_id: int
    as_of: datetime
    counts: Counts
    sample: bool
    format: Format
    source_name: str
    source_sha256: str
    imported_at: datetime
    imported_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None

    @property
    def total(self) -> int:
        """What the source states."""
        return self.counts.total

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


def get_snapshot(session: Session, snapshot_id: int) -> SnapshotInfo:
    """The snapshot with this id, withdrawn or not; raises NotFound."""
    row = session.get(Snapshot, snapshot_id, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no snapshot {snapshot_id}: see `outreach signatures list`.")
    return _info(row)


def is_withdrawn(session: Session, snapshot_id: int) -> bool:
    """Whether the snapshot is withdrawn, without reading its counts; raises NotFound."""
    rows = fetch(session, _WITHDRAWN_AT, snapshot_id=snapshot_id)
    if not rows:
        raise NotFound(f"There is no snapshot {snapshot_id}: see `outreach signatures list`.")
    return rows[0].withdrawn_at is not None


def list_snapshots(session: Session, *, campaign_id: int | None = None) -> list[SnapshotInfo]:
    """All snapshots, of one campaign or of all, the newest counts first."""
    query = select(Snapshot).order_by(col(Snapshot.as_of).desc(), col(Snapshot.id).desc())
    if campaign_id is not None:
        query = query.where(Snapshot.campaign_id == campaign_id)
    return [_info(row) for row in session.exec(query)]


def latest_snapshot(session: Session, *, campaign_id: int | None = None) -> SnapshotInfo:
    """The newest counts that are not withdrawn.

    Raises:
        NotFound: there are none.
    """
    snapshots = list_snapshots(session, campaign_id=campaign_id)
    latest = next((snapshot for snapshot in snapshots if not snapshot.is_withdrawn), None)
    if latest is None:
        raise NotFound("There are no signature counts: run `outreach signatures import FILE` first.")
    return latest


def find_disclosure(session: Session, snapshot_id: int) -> Disclosure | None:
    """What was disclosed of a snapshot, or None when nothing was yet."""
    row = session.exec(select(Disclosed).where(Disclosed.snapshot_id == snapshot_id)).one_or_none()
    return None if row is None else disclosure_from(row.body)


def list_disclosures(session: Session, *, campaign_id: int, sample: bool) -> list[Disclosure]:
    """Every disclosure of a campaign in the order they were made: of invented counts, or of true ones."""
    query = (
        select(Disclosed)
        .join(Snapshot, col(Snapshot.id) == col(Disclosed.snapshot_id))
        .where(Snapshot.campaign_id == campaign_id, Snapshot.sample == sample)
        .order_by(col(Disclosed.id))
    )
    return [disclosure_from(row.body) for row in session.exec(query)]


def _info(row: Snapshot) -> SnapshotInfo:
    assert row.id is not None
    countries = tuple(
        CountryCount(c["code"], c["name"], c["count"], tuple(RegionCount(**region) for region in c["regions"]))
        for c in row.countries
    )
    return SnapshotInfo(
        id=row.id,
        campaign_id=row.campaign_id,
        as_of=row.as_of,
        counts=Counts(row.total, countries, row.as_of),
        sample=row.sample,
        format=Format(row.format),
        source_name=row.source_name,
        source_sha256=row.source_sha256,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
    )
