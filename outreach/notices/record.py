"""Write down that people have to be told: one row for each event and person, however often it is seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from outreach.accounts.store import UserInfo, actor_of
from outreach.notices.status import CONCERNS, NoticeKind
from outreach.notices.store import ChoiceInfo, has_notice, list_reached
from outreach.notices.tables import Notice


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: in a campaign, to these governments (codes)."""

    campaign_id: int | None = None
    governments: frozenset[str] | None = None


EVERYWHERE = Place()
"""What concerns the whole installation."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that people should know. `key` is the same whenever the same event is seen again.

    `path` is an address on the desk; `actor` did it, and need not be told; `only` names one person.
    """

    kind: NoticeKind
    key: str
    path: str
    actor: str = ""
    only: str = ""
    place: Place = EVERYWHERE
    lines: tuple[tuple[int, str, str], ...] = ()


def record(session: Session, *, events: Iterable[Event], now: datetime) -> int:
    """Note each event for each person whom it concerns (by role, and where that holds), who has an address and did
    not decline; how many rows."""
    reached = list_reached(session)
    return sum(
        _note(session, event, user.name, now)
        for event in events
        for user, choice in reached
        if _is_told(event, user, choice)
    )


def _is_told(event: Event, user: UserInfo, choice: ChoiceInfo) -> bool:
    if user.name == event.actor or (event.only and user.name != event.only):
        return False
    roles = CONCERNS[event.kind]
    if not choice.wants(event.kind) or roles.isdisjoint(user.roles):
        return False
    return actor_of(user).sees(*roles, campaign=event.place.campaign_id, governments=event.place.governments)


def _note(session: Session, event: Event, user_name: str, now: datetime) -> bool:
    if has_notice(session, event=event.key, user_name=user_name):
        return False
    row = Notice(
        kind=event.kind,
        event=event.key,
        user_name=user_name,
        path=event.path,
        lines=[list(line) for line in event.lines],
        noted_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False  # Another worker saw the same event at the same time.
    return True
