"""What is wrong as long as it stands: a round that cannot start, no mail for hours, a full disk, certificates."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from outreach.db import Database
from outreach.notices.beat import Part, pulses
from outreach.notices.record import Event, record
from outreach.notices.status import NoticeKind
from outreach.operations.certificates import Ending
from outreach.operations.doctor import free_bytes
from outreach.operations.road import Road
from outreach.operations.start import Looked, look, why_not_started
from outreach.operations.whereabouts import place_of_round
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import RoundInfo, list_addressees, list_rounds

BEFORE_START = timedelta(days=2)
LEAST_FREE_BYTES = 2_000_000_000
"""Well above what `doctor` calls missing: there is time to act."""
ENDS_SOON = timedelta(days=14)


def note_trouble(database: Database, *, home: Path, endings: list[Ending], road: Road, now: datetime) -> int:
    """Note what stands in the way today for those concerned, at most once a day each; how many notices."""
    with database.read() as session:
        near = _near(session, now)
    looks = {round_id: look(database, round_id=round_id, road=road) for round_id in near}
    with database.begin() as session:
        events = [
            *_blocked(session, looks, now),
            *_silent(session, now),
            *_disk(home, now),
            *_certificates(endings, now),
        ]
        return record(session, events=events, now=now)


def _near(session: Session, now: datetime) -> list[int]:
    """Scheduled rounds that are to start soon, or should have started."""
    scheduled = [one for one in list_rounds(session) if one.status is RoundStatus.SCHEDULED]
    return [one.id for one in scheduled if _opens_at(session, one) <= now + BEFORE_START]


def _blocked(session: Session, looks: Mapping[int, Looked | None], now: datetime) -> Iterator[Event]:
    for round_id, looked in looks.items():
        if why_not_started(session, round_id=round_id, looked=looked, now=now) is not None:
            path, place = f"/rounds/{round_id}/preflight", place_of_round(session, round_id=round_id)
            yield Event(NoticeKind.BLOCKED, f"blocked:{round_id}:{now.date()}", path, place=place)


def _opens_at(session: Session, of_round: RoundInfo) -> datetime:
    included = list_addressees(session, round_id=of_round.id, included=True)
    return min((one.opens_at for one in included if one.opens_at), default=of_round.planned_at)


def _silent(session: Session, now: datetime) -> Iterator[Event]:
    """Only a collection that once worked can fall silent: a new installation has not begun yet."""
    for one in pulses(session, now=now):
        if one.part is Part.COLLECTION and one.is_late and one.at is not None:
            yield Event(NoticeKind.SILENT, f"silent:{one.at.isoformat()}:{now.date()}", "/admin")


def _disk(home: Path, now: datetime) -> Iterator[Event]:
    if free_bytes(home) < LEAST_FREE_BYTES:
        yield Event(NoticeKind.DISK, f"disk:{now.date()}", "/admin")


def _certificates(endings: list[Ending], now: datetime) -> Iterator[Event]:
    for one in endings:
        if one.at is None or one.at <= now + ENDS_SOON:
            yield Event(NoticeKind.CERTIFICATE, f"certificate:{one.name}:{now.date()}", "/admin")
