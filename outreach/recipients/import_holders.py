"""The holders' part of an import of members: an import changes its own records only."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from outreach.recipients.member import Member
from outreach.recipients.status import HolderForm
from outreach.recipients.tables import Holder


@dataclass(slots=True)
class Holders:
    """All recorded holders by office, while one import of `source` is taken in as of the day `on`."""

    session: Session
    source: str
    on: date
    actor: str
    now: datetime
    rows: dict[str, list[Holder]] = field(default_factory=lambda: defaultdict(list))

    def read(self) -> None:
        """Read them all in one query."""
        for row in self.session.exec(select(Holder).order_by(col(Holder.id))):
            self.rows[row.office_key].append(row)

    def take(self, office_key: str, member: Member, cited: str) -> str:
        """Make the import's record of a seat say what the file says; what changed, in words, or nothing."""
        imported = [row for row in self.rows[office_key] if row.imported_from is not None]
        if imported and imported[-1].name == member.name:
            return self._correct(imported[-1], member)
        for row in imported:
            _end(row, member.since or self.on)
        self._add(office_key, member, cited)
        return f"{imported[-1].name} → {member.name}" if imported else ""

    def conflict(self, office_key: str, member: Member) -> str:
        """What a person recorded of today's holder and the file says otherwise; empty where they agree."""
        theirs = [row for row in self.rows[office_key] if row.imported_from is None]
        present = [row for row in theirs if (row.since or date.min) <= self.on <= (row.until or date.max)]
        newest = max(present, key=lambda row: (row.since or date.min, row.id or 0), default=None)
        return "" if newest is None else _difference(newest, member)

    def _correct(self, row: Holder, member: Member) -> str:
        told = []
        for what in ("since", "until", "form"):
            before, after = getattr(row, what), getattr(member, what)
            if before != after:
                setattr(row, what, after)
                told.append(f"{what} {before or 'open'} → {after or 'open'}")
        self.session.add(row)
        return ", ".join(told)

    def _add(self, office_key: str, member: Member, cited: str) -> None:
        row = Holder(
            office_key=office_key,
            form=member.form,
            name=member.name,
            since=member.since,
            until=member.until,
            source=cited,
            recorded_at=self.now,
            recorded_by=self.actor,
            imported_from=self.source,
        )
        self.session.add(row)
        self.rows[office_key].append(row)


def _end(row: Holder, successor_since: date) -> None:
    """An earlier holder leaves the day before the next one comes."""
    if row.until is None or row.until >= successor_since:
        row.until = max(row.since or date.min, successor_since - timedelta(days=1))


def _difference(row: Holder, member: Member) -> str:
    if row.name and row.name != member.name:
        return f"{row.recorded_by} recorded {row.name!r} as holder, the file says {member.name!r}."
    if member.form is not HolderForm.ANY and row.form is not member.form:
        return f"{row.recorded_by} recorded the form `{row.form}`, the file says `{member.form}`."
    return ""
