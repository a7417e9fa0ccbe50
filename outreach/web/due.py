"""Answers that are due: letters that arrived, whose day for an answer is near or past, and nothing came."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from outreach.accounts import Actor
from outreach.clock import utc_now
from outreach.delivery.known import known_deliveries
from outreach.delivery.search import Wanted, search_deliveries
from outreach.operations.due import list_due
from outreach.recipients.scope import governments_seen
from outreach.rounds.store import RoundInfo
from outreach.web.fields import whole
from outreach.web.guard import Here
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()


@router.get("/responses/due")
def responses_due(
    request: Request, here: Here, round_number: Annotated[str, Query(alias="round")] = ""
) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        found = list_due(session, today=now.date(), soon=timedelta.max, seen_by=here.actor)
        chosen = next((one for one in found if one.round.id == whole(round_number)), found[0] if found else None)
        wanted = _unanswered(chosen.round, here.actor) if chosen else Wanted()
        rows = search_deliveries(session, wanted, limit=PER_PAGE, offset=offset_of(request)) if chosen else []
        shown = listing_of(request, known_deliveries(session, rows), total=chosen.open if chosen else 0)
        governments = {one.code: one.name for one in governments_seen(session, here.actor)}
    return page(
        request, "due.html", found=found, chosen=chosen, shown=shown, governments=governments, today=now.date()
    )


def _unanswered(of_round: RoundInfo, actor: Actor) -> Wanted:
    return Wanted(round_id=of_round.id, is_unanswered=True, seen_by=actor)
