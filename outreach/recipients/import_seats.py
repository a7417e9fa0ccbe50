"""The seats' part of an import: offices are added, changed, restored and retired, each with its reason."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from outreach.errors import Refused
from outreach.recipients.import_holders import Holders
from outreach.recipients.import_report import Change, ImportReport
from outreach.recipients.member import Refusal, Why
from outreach.recipients.merge import Decision, Outcome
from outreach.recipients.seats import Seat
from outreach.recipients.sync_contacts import apply_contacts, conflict_of
from outreach.recipients.tables import Office
from outreach.recipients.values import OfficeEntry, entry_sha256

Progress = Callable[[int, int], None]
"""Called with the number of seats that are done, and of all."""
MOST_RETIRED = 0.5
"""A file that would retire more of its source's seats than this share is taken for a damaged one."""


@dataclass(slots=True)
class Intake:
    """One file's seats on their way into the database; what happens is told in `report`."""

    session: Session
    report: ImportReport
    holders: Holders
    now: datetime
    offices: dict[str, Office] = field(default_factory=dict)
    fresh: dict[str, list[Change]] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, seats: Sequence[Seat], *, retire_most: bool, progress: Progress | None) -> None:
        """Bring the seats in and retire what the file no longer has.

        Raises:
            Refused: more than half of the source's seats would be retired, and `retire_most` does not allow it.
        """
        query = select(Office).where(Office.government == self.report.government)
        self.offices = {office.key: office for office in self.session.exec(query)}
        self.holders.read()
        own = [seat for seat in seats if self._is_ours(seat)]
        for number, seat in enumerate(own, start=1):
            self._office(seat)
            if progress is not None:
                progress(number, len(own))
        self.session.flush()
        for seat in own:
            self._holder(seat)
        for office_key, decision in apply_contacts(self.session, [seat.office for seat in own], now=self.now):
            self._contact(office_key, decision)
        for seat in own:
            self._tell(seat)
        self._retire({seat.office.key for seat in own}, retire_most=retire_most)
        self.session.flush()

    def _is_ours(self, seat: Seat) -> bool:
        """Whether this source may have the seat; else its row is refused."""
        before = self.offices.get(seat.office.key)
        if before is None or before.imported_from == self.report.source:
            return True
        whose = f"the source {before.imported_from}" if before.imported_from else "the recipients files"
        reason = f"{seat.office.key} belongs to {whose}: name that source with --source to go on with it."
        self.report.refused.append(Refusal(seat.member.line, seat.member.record, Why.FAULT, reason))
        return False

    def _office(self, seat: Seat) -> None:
        entry = seat.office
        region = None if seat.region is None else asdict(seat.region)
        sha256 = entry_sha256(replace(entry, sources=()))
        before = self.offices.get(entry.key)
        if before is None:
            self.fresh[entry.key] = self.report.added
        elif before.retired_at is not None:
            self.fresh[entry.key] = self.report.restored
        elif before.seed_sha256 != sha256 or before.region != _as_stored(region):
            self.told[entry.key].append(_changed(before, entry) or "its region")
        row = before or Office(key=entry.key, government=self.report.government, **_columns(entry), seed_sha256="")
        for column, value in _columns(entry).items():
            setattr(row, column, value)
        row.region, row.seed_sha256, row.retired_at = _as_stored(region), sha256, None
        row.imported_from = self.report.source
        self.session.add(row)

    def _holder(self, seat: Seat) -> None:
        key, member = seat.office.key, seat.member
        if changed := self.holders.take(key, member, seat.office.sources[0]["ref"]):
            self.told[key].append(changed)
        if conflict := self.holders.conflict(key, member):
            self.report.conflicts.append(Change(key, conflict))
        self.report.doubts += [Change(key, f"{_where(seat)}: {doubt}") for doubt in member.doubts]

    def _contact(self, office_key: str, decision: Decision) -> None:
        if decision.outcome is Outcome.CONFLICT:
            found = conflict_of(office_key, decision)
            self.report.conflicts.append(Change(office_key, str(found).removeprefix(f"{office_key}, ")))
        elif decision.outcome is not Outcome.KEPT and office_key not in self.fresh:
            self.told[office_key].append(_contact_words(decision))

    def _tell(self, seat: Seat) -> None:
        key = seat.office.key
        if key in self.fresh:
            ways = ", ".join(one.channel.replace("_", " ") for one in seat.office.contacts) or "no contact"
            self.fresh[key].append(Change(key, f"{seat.member.name}; {ways} ({_where(seat)})"))
        elif key in self.told:
            self.report.changed.append(Change(key, f"{'; '.join(self.told[key])} ({_where(seat)})"))
        else:
            self.report.unchanged += 1

    def _retire(self, kept: set[str], *, retire_most: bool) -> None:
        ours = [o for o in self.offices.values() if o.imported_from == self.report.source and not o.retired_at]
        gone = [office for office in ours if office.key not in kept]
        over = {one.office_key: f"{one.record}: {one.reason}" for one in self.report.refused if one.office_key}
        changes = [Change(office.key, over.get(office.key, "the file no longer has it.")) for office in gone]
        if self.report.faults:
            self.report.kept_back += changes
            return
        if len(gone) > MOST_RETIRED * len(ours) and not retire_most:
            raise Refused(
                f"{self.report.file} would retire {len(gone)} of the {len(ours)} seats that {self.report.source} "
                "brought: look at it with --dry-run; if it is right, say --retire-most."
            )
        for office in gone:
            office.retired_at = self.now
        self.report.retired += changes


def _columns(entry: OfficeEntry) -> dict[str, Any]:
    """The entry as columns of an office's row."""
    said = asdict(entry)
    for key in ("key", "contacts"):
        del said[key]
    return said


def _as_stored(region: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if region is None else {**region, "also": list(region["also"])}


def _changed(before: Office, entry: OfficeEntry) -> str:
    """Which of an office's own facts differ."""
    said = _columns(entry)
    plain = ("name", "website", "role")
    told = [
        f"{one} {getattr(before, one)!r} → {said[one]!r}" for one in plain if getattr(before, one) != said[one]
    ]
    return "; ".join(told) or "its names or forms of address"


def _contact_words(decision: Decision) -> str:
    one = decision.stored or decision.entry
    assert one is not None
    channel = one.channel.replace("_", " ")
    before = "" if decision.stored is None else " / ".join(decision.stored.value.split("\n"))
    after = "" if decision.entry is None else " / ".join(decision.entry.value.split("\n"))
    if decision.outcome is Outcome.CHANGED:
        return f"{channel} {before!r} → {after!r}"
    return f"{channel} {(after or before)!r} {decision.outcome}"


def _where(seat: Seat) -> str:
    line = f"line {seat.member.line}, " if seat.member.line else ""
    return f"{line}{seat.member.record}"
