"""Brings the recipients files into the database: adds, changes and retires, but never deletes."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import Refused
from outreach.recipients.load import load
from outreach.recipients.sync_contacts import sync_contacts
from outreach.recipients.sync_report import SyncConflict, SyncReport
from outreach.recipients.tables import Government, Office
from outreach.recipients.values import GovernmentEntry, OfficeEntry, entry_sha256

__all__ = ["SyncConflict", "SyncReport", "sync"]


def sync(session: Session, *, directory: Path, actor: Actor, now: datetime) -> SyncReport:
    """Make the database say what the files say, except where a person edited or checked a contact.

    Seats of imported legislators are not the files': they stay as they are.

    Raises:
        BadInput: with every problem of every file; nothing is changed.
        Refused: a file has the id of an imported legislator's seat.
        NotAllowed: the actor is not staff.
    """
    actor.require(Role.STAFF)
    governments = load(directory)
    report = SyncReport()
    stored = {office.key: office for office in session.exec(select(Office))}
    _refuse_imported(governments, stored)
    stored = {key: office for key, office in stored.items() if office.imported_from is None}
    for government in governments:
        _sync_government(session, government, report)
        for office in government.offices:
            _sync_office(session, government.code, office, stored.pop(office.key, None), report)
    for dropped in stored.values():
        _retire(dropped, report, now=now)
    session.flush()
    offices = [office for government in governments for office in government.offices]
    sync_contacts(session, offices, report=report, now=now)
    audit.record(
        session, actor=actor, action="recipients.synced", subject="recipients", now=now, facts=report.counts()
    )
    return report


def _sync_government(session: Session, entry: GovernmentEntry, report: SyncReport) -> None:
    before = session.get(Government, entry.code)
    sha256 = entry_sha256(entry)
    if before is not None and before.seed_sha256 == sha256:
        report.unchanged += 1
        return
    said = asdict(entry)
    del said["offices"]
    session.merge(Government(**said, seed_sha256=sha256))
    session.flush()
    (report.added if before is None else report.changed).append(entry.code)


def _sync_office(
    session: Session, government: str, entry: OfficeEntry, before: Office | None, report: SyncReport
) -> None:
    sha256 = entry_sha256(entry)
    if before is None:
        report.added.append(entry.key)
    elif before.retired_at is not None:
        report.restored.append(entry.key)
    elif before.seed_sha256 == sha256:
        report.unchanged += 1
        return
    else:
        report.changed.append(entry.key)
    said = asdict(entry)
    del said["contacts"]
    session.merge(Office(**said, government=government, seed_sha256=sha256))


def _refuse_imported(governments: list[GovernmentEntry], stored: dict[str, Office]) -> None:
    for office in (office for government in governments for office in government.offices):
        if office.key in stored and (source := stored[office.key].imported_from) is not None:
            raise Refused(f"{office.key} is a seat that {source} brought: give the office of the file another id.")


def _retire(office: Office, report: SyncReport, *, now: datetime) -> None:
    if office.retired_at is None:
        office.retired_at = now
        report.retired.append(office.key)
