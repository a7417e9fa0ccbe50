"""Answers that are due: rounds whose letters arrived, whose day for an answer is near or past."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.delivery.search import Wanted, count_by_round
from outreach.petition.store import get_version
from outreach.rounds.store import RoundInfo, list_rounds

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Due:
    """A round whose letters ask for an answer by `by`; `open` counts those that have none in substance."""

    round: RoundInfo
    by: date
    open: int


def list_due(session: Session, *, today: date, soon: timedelta = SOON, seen_by: Actor | None = None) -> list[Due]:
    """Rounds that wait for answers which are due within `soon` or overdue, the earliest day first.

    `seen_by` counts only what lies in the scope of somebody's roles.
    """
    found = []
    unanswered = count_by_round(session, Wanted(is_unanswered=True, seen_by=seen_by))
    days = cache(lambda version_id: get_version(session, version_id).campaign.follow_up_days[0])
    for one in list_rounds(session):
        if one.dispatch_on is not None and unanswered[one.id]:
            # As the letters say: counted from the day that they bear.
            by = one.dispatch_on + timedelta(days=days(one.version_id))
            if by - today <= soon:
                found.append(Due(one, by, unanswered[one.id]))
    return sorted(found, key=lambda due: due.by)
