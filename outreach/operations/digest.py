"""The daily digest: to each person what waits for them, by the queries of the page Today."""

from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.accounts.store import actor_of
from outreach.db import Database
from outreach.notices.record import Event, record
from outreach.notices.status import NoticeKind
from outreach.notices.store import has_notice, list_reached
from outreach.operations.task import Task, by_urgency
from outreach.operations.waiting import tasks

LATEST = timedelta(hours=3)
"""A digest that nobody could write within that time of its hour is left for the next day."""


def note_digests(database: Database, *, now: datetime) -> int:
    """Note today's digest for each person whose hour has come and for whom something waits; how many."""
    with database.begin() as session:
        due = _due(session, now)
        if not due:
            return 0
        everything = by_urgency(tasks(session, now=now))
        events = [
            _event(actor, by_urgency(tasks(session, now=now, seen_by=actor)) if actor.limits else everything, now)
            for actor in due
        ]
        return record(session, events=[event for event in events if event.lines], now=now)


def _due(session: Session, now: datetime) -> list[Actor]:
    people = []
    for user, choice in list_reached(session):
        hour = now.replace(hour=choice.digest_hour, minute=0, second=0, microsecond=0)
        is_time = hour <= now < hour + LATEST
        if is_time and not has_notice(session, event=_key(user.name, now), user_name=user.name):
            people.append(actor_of(user))
    return people


def _event(actor: Actor, found: list[Task], now: datetime) -> Event:
    lines = tuple((task.count, task.words, task.path) for task in found if task.is_for(actor))
    return Event(NoticeKind.DIGEST, _key(actor.name, now), "/", only=actor.name, lines=lines)


def _key(name: str, now: datetime) -> str:
    return f"digest:{name}:{now.date()}"
