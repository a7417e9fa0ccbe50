"""Today: what needs you next."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.operations.task import by_urgency
from outreach.operations.waiting import tasks
from outreach.web.guard import Here
from outreach.web.render import page

router = APIRouter()


@router.get("/")
def today(request: Request, here: Here) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        found = by_urgency(tasks(session, now=now, seen_by=here.actor))
    mine = [task for task in found if task.is_for(here.actor)]
    others = [task for task in found if not task.is_for(here.actor)]
    return page(request, "today.html", name=here.signed_in.full_name, mine=mine, others=others, now=now)
