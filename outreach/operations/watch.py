"""Read the ledger for what people should be told of: each act once, whoever runs the service."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.audit.store import LedgerEntry, list_entries_after, newest_number
from outreach.db import Database
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery
from outreach.notices.beat import Part, beat, find_position
from outreach.notices.record import Event, record
from outreach.notices.status import NoticeKind
from outreach.operations.whereabouts import place_of_delivery, place_of_round

STALE = timedelta(days=1)
"""What is older was seen on the desk, or nobody was here to be told."""
ACTIONS = (
    "round.paused",
    "delivery.stopped",
    "delivery.tried",
    "delivery.lost",
    "delivery.settled",
    "delivery.doubted",
)
CAME_BACK = frozenset({DeliveryStatus.BOUNCED, DeliveryStatus.RETURNED, DeliveryStatus.REFUSED})


def watch(database: Database, *, now: datetime) -> int:
    """Note what happened since the last time for those concerned; how many notices."""
    with database.begin() as session:
        position = find_position(session, Part.WATCH) or 0
        newest = newest_number(session)
        entries = list_entries_after(session, position, actions=ACTIONS, since=now - STALE)
        events = [event for entry in entries for event in _events(session, entry)]
        beat(session, Part.WATCH, now=now, position=newest)
        return record(session, events=events, now=now)


def _events(session: Session, entry: LedgerEntry) -> Iterator[Event]:
    key = f"ledger:{entry.number}"
    number = entry.subject.partition(":")[2]
    if entry.action == "round.paused":
        place = place_of_round(session, round_id=int(number))
        yield Event(NoticeKind.PAUSED, key, f"/rounds/{number}", entry.actor, place=place)
    elif entry.action == "delivery.stopped":
        yield Event(NoticeKind.STOPPED, key, "/deliveries", entry.actor)
    else:
        yield from _delivery(session, entry, key, int(number))


def _delivery(session: Session, entry: LedgerEntry, key: str, delivery_id: int) -> Iterator[Event]:
    """Only what still holds: what a person settled meanwhile needs nobody."""
    became = "uncertain" if entry.action == "delivery.lost" else entry.facts["status"]
    delivery = get_delivery(session, delivery_id)
    if became != delivery.status:
        return
    path = f"/deliveries/{delivery_id}"
    if became == DeliveryStatus.UNCERTAIN:
        place = place_of_delivery(session, delivery)
        yield Event(NoticeKind.UNCERTAIN, key, f"{path}#settle", entry.actor, place=place)
    elif became in CAME_BACK:
        yield Event(NoticeKind.BOUNCED, key, path, entry.actor, place=place_of_delivery(session, delivery))
