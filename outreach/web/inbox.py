"""Mail that came in: what waits for a person first."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.replies.search import count_by_kind, count_by_status, count_mails, search_mails
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo
from outreach.web.csv_export import csv_export
from outreach.web.fields import word
from outreach.web.guard import Here
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
COLUMNS = ("mail", "subject", "from", "kind", "status", "deliveries", "sent at", "collected at")
AT_ONCE = 1000
"""Mails read at once for a CSV."""
KINDS = {
    ReplyStatus.NEW: "",
    ReplyStatus.NEEDS_MATCH: "bad",
    ReplyStatus.NEEDS_READER: "warn",
    ReplyStatus.SETTLED: "good",
}
"""The colour of each status, as a class of the style sheet."""


@router.get("/inbox.csv")
def inbox_csv(here: Here, status: str = "", kind: str = "") -> Response:
    """The same list whole, without what the mails say."""
    chosen, of_kind = word(status, ReplyStatus), word(kind, ReplyKind)
    with here.app.database.read() as session:
        total = count_mails(session, status=chosen, kind=of_kind, seen_by=here.actor)
        rows = [
            _row(one)
            for start in range(0, total, AT_ONCE)
            for one in search_mails(
                session, status=chosen, kind=of_kind, limit=AT_ONCE, offset=start, seen_by=here.actor
            )
        ]
    return csv_export("inbox", COLUMNS, rows)


def _row(one: MailInfo) -> tuple[object, ...]:
    deliveries = " ".join(str(match.delivery_id) for match in one.matches)
    return one.id, one.subject, one.from_address, one.kind, one.status, deliveries, one.sent_at, one.collected_at


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
