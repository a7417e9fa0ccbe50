"""Mail that came in: what waits for a person first."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.replies.search import count_by_kind, count_by_status, count_mails, search_mails
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.web.fields import word
from outreach.web.guard import Here
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
KINDS = {
    ReplyStatus.NEW: "",
    ReplyStatus.NEEDS_MATCH: "bad",
    ReplyStatus.NEEDS_READER: "warn",
    ReplyStatus.SETTLED: "good",
}
"""The colour of each status, as a class of the style sheet."""


@router.get("/inbox")
def inbox(request: Request, here: Here, status: str = "", kind: str = "") -> Response:
    chosen, of_kind = word(status, ReplyStatus), word(kind, ReplyKind)
    with here.app.database.read() as session:
        rows = search_mails(
            session, status=chosen, kind=of_kind, limit=PER_PAGE, offset=offset_of(request), seen_by=here.actor
        )
        shown = listing_of(
            request, rows, total=count_mails(session, status=chosen, kind=of_kind, seen_by=here.actor)
        )
        by_status, by_kind = (
            count_by_status(session, seen_by=here.actor),
            count_by_kind(session, status=chosen, seen_by=here.actor),
        )
    return page(
        request,
        "inbox.html",
        shown=shown,
        by_status=by_status,
        by_kind=by_kind,
        kinds=list(ReplyKind),
        statuses=list(ReplyStatus),
        colours=KINDS,
        asked={"status": status, "kind": kind},
    )
