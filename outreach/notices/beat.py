"""Signs of life: each part of the service notes when it last did its work, and an outside monitor asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from outreach.notices.tables import Beat


class Part(StrEnum):
    """A part of the service that gives signs of life."""

    SCHEDULER = "scheduler"
    """The alarm clock: it wakes at least once a minute."""
    COLLECTION = "collection"
    """Mail was collected from every mailbox without an error."""
    WATCH = "watch"
    """The ledger was read for what people should know; `position` is how far."""
    RETENTION = "retention"
    """Mail that is past its time was erased."""


PATIENCE = {Part.SCHEDULER: timedelta(minutes=10), Part.COLLECTION: timedelta(hours=6)}
"""After so long without a sign, a part is late."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """One part: when it last gave a sign (None: never), and whether that is too long ago."""

    part: Part
    at: datetime | None
    is_late: bool


def beat(session: Session, part: Part, *, now: datetime, position: int | None = None) -> None:
    """Note a sign of life; without `position` the old one stays."""
    row = session.get(Beat, part, populate_existing=True, with_for_update=True)
    if row is None:
        session.add(Beat(part=part, at=now, position=position or 0))
    else:
        row.at, row.position = now, row.position if position is None else position
        session.add(row)
    session.flush()


def find_position(session: Session, part: Part) -> int | None:
    """How far a part has read; None when it never did. Held for this transaction where the database can."""
    row = session.get(Beat, part, populate_existing=True, with_for_update=True)
    return None if row is None else row.position


def find_beat(session: Session, part: Part) -> datetime | None:
    """When a part last gave a sign of life; None when it never did."""
    row = session.get(Beat, part, populate_existing=True)
    return None if row is None else row.at


def pulses(session: Session, *, now: datetime) -> list[Pulse]:
    """Every part that must give signs, and whether it does."""
    found = []
    for part, patience in PATIENCE.items():
        at = find_beat(session, part)
        found.append(Pulse(part, at, at is None or at + patience < now))
    return found
