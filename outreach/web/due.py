"""Answers that are due: letters that arrived, whose day for an answer is near or past, and nothing came."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.delivery.search import Wanted, count_by_round, search_deliveries
from outreach.petition.store import get_version
from outreach.recipients.store import list_governments
from outreach.rounds.store import RoundInfo, list_rounds
from outreach.web.deliveries import known_deliveries
from outreach.web.fields import whole
from outreach.web.guard import Here
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Due:
    """A round whose letters ask for an answer by `by`; `open` counts those that have none in substance."""

    round: RoundInfo
    by: date
    open: int


@router.get("/responses/due")
def responses_due(
    request: Request, here: Here, round_number: Annotated[str, Query(alias="round")] = ""
) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        found = list_due(session, today=now.date(), soon=timedelta.max)
        chosen = next((one for one in found if one.round.id == whole(round_number)), found[0] if found else None)
        wanted = _unanswered(chosen.round) if chosen else Wanted()
        rows = search_deliveries(session, wanted, limit=PER_PAGE, offset=offset_of(request)) if chosen else []
        shown = listing_of(request, known_deliveries(session, rows), total=chosen.open if chosen else 0)
        governments = {one.code: one.name for one in list_governments(session)}
    return page(
        request, "due.html", found=found, chosen=chosen, shown=shown, governments=governments, today=now.date()
    )


def list_due(session: Session, *, today: date, soon: timedelta = SOON) -> list[Due]:
    """Rounds that wait for answers which are due within `soon` or overdue, the earliest day first."""
    found = []
    unanswered = count_by_round(session, Wanted(is_unanswered=True))
    days = cache(lambda version_id: get_version(session, version_id).campaign.follow_up_days[0])
    for one in list_rounds(session):
        if one.dispatch_on is not None and unanswered[one.id]:
            # As the letters say: counted from the day that they bear.
            by = one.dispatch_on + timedelta(days=days(one.version_id))
            if by - today <= soon:
                found.append(Due(one, by, unanswered[one.id]))
    return sorted(found, key=lambda due: due.by)


def _unanswered(of_round: RoundInfo) -> Wanted:
    return Wanted(round_id=of_round.id, is_unanswered=True)
