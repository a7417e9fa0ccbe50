"""The rounds by day: which windows are open when, and which governments keep a holiday."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accounts import Actor
from outreach.clock import utc_now
from outreach.recipients.store import list_governments
from outreach.rounds.glance import list_windows
from outreach.rounds.scope import rounds_seen
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import RoundInfo
from outreach.web.guard import Here
from outreach.web.render import page
from outreach.web.rounds import KINDS

router = APIRouter()
YEARS = range(2000, 2200)
"""Other years have no rounds, and no calendar before or after them."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """One round on one day: how many of its governments have their window open then, in their own dates."""

    round: RoundInfo
    governments: int
    is_first: bool


@router.get("/rounds/calendar")
def rounds_calendar(request: Request, here: Here, month: str = "") -> Response:
    first = _first_of(month)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    with here.app.database.read() as session:
        days = _days(session, here.actor, weeks[0][0], weeks[-1][-1])
    return page(
        request,
        "rounds_calendar.html",
        first=first,
        weeks=weeks,
        days=days,
        kinds=KINDS,
        today=utc_now().date(),
        earlier=(first - timedelta(days=1)).strftime("%Y-%m"),
        later=(first + timedelta(days=31)).strftime("%Y-%m"),
    )


def _first_of(month: str) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        first = date.min
    return first if first.year in YEARS else utc_now().date().replace(day=1)


def _days(session: Session, actor: Actor, start: date, end: date) -> dict[date, list[OnDay]]:
    zones = {one.code: ZoneInfo(one.time_zone) for one in list_governments(session)}
    found: dict[date, list[OnDay]] = defaultdict(list)
    seen = rounds_seen(session, actor)
    dated = [one for one in seen if one.dispatch_on and one.status is not RoundStatus.CANCELLED]
    windows: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for window in list_windows(session, round_ids=[one.id for one in dated]):
        if actor.sees(governments=[window.government]):
            zone = zones[window.government]
            days = (window.opens_at.astimezone(zone).date(), window.closes_at.astimezone(zone).date())
            windows[window.round_id].append(days)
    for one in dated:
        for day in (start + timedelta(days=n) for n in range((end - start).days + 1)):
            open_then = sum(opens <= day <= closes for opens, closes in windows[one.id])
            if open_then or day == one.dispatch_on:
                found[day].append(OnDay(one, open_then, day == one.dispatch_on))
    return found
