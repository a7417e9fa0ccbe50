"""Mail that came in: what waits for a person first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.replies.search import count_by_kind, count_by_status, count_mails, search_mails
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo
from outreach.web.csv_export import all_rows, csv_export
from outreach.web.fields import word
from outreach.web.guard import Here, Visitor
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
COLUMNS = ("mail", "subject", "from", "kind", "status", "deliveries", "sent at", "collected at")
KINDS = {
    ReplyStatus.NEW: "",
    ReplyStatus.NEEDS_MATCH: "bad",
    ReplyStatus.NEEDS_READER: "warn",
    ReplyStatus.SETTLED: "good",
}
"""The colour of each status, as a class of the style sheet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; the page and the file read it alike."""

    status: str = ""
    kind: str = ""

    @property
    def chosen(self) -> ReplyStatus | None:
        return word(self.status, ReplyStatus)

    @property
    def of_kind(self) -> ReplyKind | None:
        return word(self.kind, ReplyKind)


Filters = Annotated[Asked, Depends()]


@router.get("/inbox.csv")
def inbox_csv(here: Here, asked: Filters) -> Response:
    """The same list whole, without what the mails say."""
    with here.app.database.read() as session:
        rows = [_row(one) for one in all_rows(lambda limit, offset: _mails(session, here, asked, limit, offset))]
    return csv_export("inbox", COLUMNS, rows)


def _mails(session: Session, here: Visitor, asked: Asked, limit: int, offset: int) -> Sequence[MailInfo]:
    return search_mails(
        session, status=asked.chosen, kind=asked.of_kind, limit=limit, offset=offset, seen_by=here.actor
    )


def _row(one: MailInfo) -> tuple[object, ...]:
    deliveries = " ".join(str(match.delivery_id) for match in one.matches)
    return one.id, one.subject, one.from_address, one.kind, one.status, deliveries, one.sent_at, one.collected_at


@router.get("/inbox")
def inbox(request: Request, here: Here, asked: Filters) -> Response:
    chosen, actor = asked.chosen, here.actor
    with here.app.database.read() as session:
        rows = _mails(session, here, asked, PER_PAGE, offset_of(request))
        total = count_mails(session, status=chosen, kind=asked.of_kind, seen_by=actor)
        by_status = count_by_status(session, seen_by=actor)
        by_kind = count_by_kind(session, status=chosen, seen_by=actor)
    return page(
        request,
        "inbox.html",
        shown=listing_of(request, rows, total=total),
        by_status=by_status,
        by_kind=by_kind,
        kinds=list(ReplyKind),
        statuses=list(ReplyStatus),
        colours=KINDS,
        asked=asked,
    )
