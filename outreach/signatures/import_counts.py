"""Import a file of counts as an immutable snapshot."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, Conflict, Refused
from outreach.petition.store import get_campaign
from outreach.signatures.read import Export, Format, read_export
from outreach.signatures.store import SnapshotInfo, get_snapshot
from outreach.signatures.tables import Snapshot


def import_counts(
    session: Session,
    *,
    campaign_id: int,
    file: Path,
    format: Format = Format.AUTO,
    as_of: datetime | None = None,
    sample: bool = False,
    actor: Actor,
    now: datetime,
) -> SnapshotInfo:
    """Read, check and keep counts. `as_of` is when they were counted, when given it replaces what the file says.

    `sample` marks invented numbers: they are printed as such, and never sent live.

    Raises:
        NotAllowed: the actor is neither staff nor an organiser.
        BadInput: every wrong line of the file; or nobody says as of when; or that lies in the future.
        NotFound: there is no such campaign.
        Refused: the same file was imported with the same as-of time.
        Conflict: somebody else imports it at this moment.
    """
    actor.require(Role.STAFF, Role.ORGANISER, campaign=campaign_id)
    get_campaign(session, campaign_id)
    export = read_export(file, format=format)
    moment = _as_of(export, as_of, file=file, now=now)
    _refuse_twice(session, campaign_id, export.sha256, moment)
    row = Snapshot(
        campaign_id=campaign_id,
        as_of=moment,
        total=export.counts.total,
        countries=[asdict(country) for country in export.counts.countries],
        sample=sample,
        format=export.format,
        source_name=file.name,
        source_sha256=export.sha256,
        imported_at=now,
        imported_by=actor.name,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("Somebody else imported this file just now: see `outreach signatures list`.") from error
    assert row.id is not None
    audit.record(
        session,
        actor=actor,
        action="snapshot.imported",
        subject=f"snapshot:{row.id}",
        now=now,
        facts={"source_sha256": export.sha256, "format": export.format.value, "sample": sample},
    )
    return get_snapshot(session, row.id)


def _as_of(export: Export, given: datetime | None, *, file: Path, now: datetime) -> datetime:
    moment = given or export.counts.as_of
    if moment is None:
        raise BadInput(f"{file} does not say when it was counted: add --as-of 2026-11-20, or `# as of: …` to it.")
    if moment > now:
        raise BadInput(f"{file} would be counted in the future ({moment.isoformat()}): correct --as-of.")
    return moment


def _refuse_twice(session: Session, campaign_id: int, sha256: str, as_of: datetime) -> None:
    query = select(Snapshot).where(
        Snapshot.campaign_id == campaign_id, Snapshot.source_sha256 == sha256, Snapshot.as_of == as_of
    )
    before = session.exec(query).first()
    if before is not None:
        told = " and withdrawn" if before.withdrawn_at else ""
        raise Refused(f"This file was imported already{told}, as snapshot {before.id}: nothing was changed.")
