"""Recesses and dissolutions that stand: what `delivery` and `rounds` ask."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlmodel import Session, col, select

from outreach.errors import NotFound
from outreach.recipients.closure_tables import Closure
from outreach.recipients.status import Branch, ClosureKind
from outreach.recipients.values import OfficeInfo


@dataclass(frozen=True, slots=True)
class ClosureInfo:
    """Days, in the office's own time zone, on which nothing leaves to it. See `Closure`."""

    id: int
    government: str
    office_key: str | None
    kind: ClosureKind
    first_day: date
    last_day: date | None
    source: str
    noted_at: datetime
    noted_by: str
    ended_at: datetime | None
    ended_by: str | None
    ended_because: str | None

    def concerns(self, office: OfficeInfo) -> bool:
        """Without an office it is the parliament: the presiding officers, committees and commissions."""
        if self.office_key is not None:
            return self.office_key == office.key
        return self.government == office.government and office.branch == Branch.LEGISLATURE

    @property
    def days(self) -> tuple[date, date | None]:
        """The first and the last day."""
        return self.first_day, self.last_day

    @property
    def told(self) -> str:
        """As a sentence about what it concerns."""
        until = f"until {self.last_day}" if self.last_day else "and no end is recorded"
        state = "dissolved" if self.kind is ClosureKind.DISSOLUTION else "in recess"
        who = self.office_key or f"The parliament of {self.government}"
        return f"{who} is {state} from {self.first_day}, {until}."


def days_for(closures: Iterable[ClosureInfo], office: OfficeInfo) -> list[tuple[date, date | None]]:
    """The days on which an office is closed, of these."""
    return [closure.days for closure in closures if closure.concerns(office)]


def standing_closures(session: Session) -> list[ClosureInfo]:
    """Those that nobody ended, in the order they came; past ones too."""
    query = select(Closure).where(col(Closure.ended_at).is_(None))
    return [_info(row) for row in session.exec(query.order_by(col(Closure.id)))]


def list_closures(session: Session) -> list[ClosureInfo]:
    """All of them, ended ones too, in the order they came."""
    return [_info(row) for row in session.exec(select(Closure).order_by(col(Closure.id)))]


def get_closure(session: Session, closure_id: int) -> ClosureInfo:
    """One of them; raises NotFound."""
    row = session.get(Closure, closure_id)
    if row is None:
        raise NotFound(f"There is no closure {closure_id}: see `outreach recipients closures`.")
    return _info(row)


def _info(row: Closure) -> ClosureInfo:
    return ClosureInfo(**{field.name: getattr(row, field.name) for field in fields(ClosureInfo)})
