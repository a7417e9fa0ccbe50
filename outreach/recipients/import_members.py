"""Takes in a file of legislators: seats as offices, who holds them, and how they are reached. All or nothing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput
from outreach.recipients.import_holders import Holders
from outreach.recipients.import_report import ImportReport
from outreach.recipients.import_seats import Intake, Progress
from outreach.recipients.parliament import load_parliament
from outreach.recipients.read_members import MembersFile, read_members
from outreach.recipients.seats import Provenance, seats_of
from outreach.recipients.store import get_government
from outreach.recipients.tables import Import

__all__ = ["ImportReport", "Wish", "import_members"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to import.

    `source` names what brings the seats: a later file of it retires what is gone (empty: format, government and
    chamber). `post` are postal lines for rows without any; `retire_most` allows to retire more than half.
    """

    file: MembersFile
    government: str
    source: str = ""
    post: str = ""
    retire_most: bool = False
    dry_run: bool = False

    @property
    def source_name(self) -> str:
        """The source as it is stored."""
        parts = [
            self.file.format.value,
            self.government,
            *([self.file.chamber.value] if self.file.chamber else []),
        ]
        return self.source.strip() or "/".join(parts)


def import_members(
    session: Session,
    *,
    wish: Wish,
    directory: Path,
    actor: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Make the database say what a file of members says; `directory` is the recipients folder with `parliaments/`.

    Seats of the same source that the file no longer has are retired; what a person edited, checked or recorded
    stays, and is listed as a conflict. A dry run does all of it and takes it back.

    Raises:
        BadInput: the file cannot be read as a whole, has nobody in office, or the parliament's file is missing.
        NotAllowed: the actor is not staff.
        NotFound: the government was never synced.
        Refused: more than half of the source's seats would be retired.
    """
    actor.require(Role.STAFF)
    government = get_government(session, wish.government)
    on = now.astimezone(ZoneInfo(government.time_zone)).date()
    parliament = load_parliament(directory, wish.government)
    reading, sha256 = read_members(wish.file, on=on)
    provenance = Provenance(wish.file.path.name, sha256, wish.post)
    seats, absent = seats_of(reading.members, parliament, provenance=provenance, on=on)
    report = ImportReport(
        source=wish.source_name,
        format=wish.file.format.value,
        government=wish.government,
        file=wish.file.path.name,
        sha256=sha256,
        dry_run=wish.dry_run,
        rows=len(reading.members) + len(reading.refusals),
        refused=sorted([*reading.refusals, *absent], key=lambda one: one.line),
    )
    if not seats:
        raise BadInput(f"has nobody who is in office on {on}{_first_reason(report)}.", file=wish.file.path)
    holders = Holders(session, report.source, on, actor.name, now)
    savepoint = session.begin_nested()
    Intake(session, report, holders, now).take(seats, retire_most=wish.retire_most, progress=progress)
    if wish.dry_run:
        savepoint.rollback()
        return report
    savepoint.commit()
    report.import_id = _keep(session, report, actor=actor, now=now)
    return report


def _first_reason(report: ImportReport) -> str:
    return f" ({report.refused[0]}" + ")" if report.refused else ""


def _keep(session: Session, report: ImportReport, *, actor: Actor, now: datetime) -> int:
    row = Import(
        source=report.source,
        format=report.format,
        government=report.government,
        file_name=report.file,
        sha256=report.sha256,
        counts=report.counts(),
        imported_at=now,
        imported_by=actor.name,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    facts: dict[str, str | int] = {"sha256": report.sha256, "government": report.government, **report.counts()}
    audit.record(
        session, actor=actor, action="recipients.imported", subject=f"import:{row.id}", now=now, facts=facts
    )
    return row.id
