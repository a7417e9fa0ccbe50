"""What was sent or handed over: one list with filters, as a page and as a file."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from outreach.delivery.known import KINDS, KnownDelivery, known_deliveries
from outreach.delivery.search import Wanted, count_by_status, count_deliveries, search_deliveries
from outreach.delivery.status import LADDER, DeliveryStatus, Rung
from outreach.delivery.store import find_stop
from outreach.recipients.scope import governments_seen
from outreach.recipients.status import Channel
from outreach.rounds.scope import rounds_seen
from outreach.web.csv_export import csv_export
from outreach.web.fields import whole, word
from outreach.web.guard import Here, Visitor
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
COLUMNS = ("delivery", "round", "government", "office", "reference", "channel", "status", "evidence", "queued at")

RoundQuery = Annotated[str, Query(alias="round")]


@router.get("/deliveries")
def deliveries(
    request: Request,
    here: Here,
    round_number: RoundQuery = "",
    government: str = "",
    status: str = "",
    rung: str = "",
    channel: str = "",
) -> Response:
    wanted = _wanted(here, round_number, government, status, rung, channel)
    with here.app.database.read() as session:
        total = count_deliveries(session, wanted)
        rows = search_deliveries(session, wanted, limit=PER_PAGE, offset=offset_of(request))
        shown = listing_of(request, known_deliveries(session, rows), total=total)
        values: dict[str, Any] = {
            "rounds": rounds_seen(session, here.actor),
            "governments": governments_seen(session, here.actor),
            "by_status": count_by_status(session, Wanted(round_id=wanted.round_id, seen_by=here.actor)),
            "stop": find_stop(session),
        }
    return page(
        request,
        "deliveries.html",
        shown=shown,
        statuses=list(DeliveryStatus),
        channels=list(Channel),
        rungs=list(LADDER),
        kinds=KINDS,
        asked={
            "round": round_number,
            "government": government,
            "status": status,
            "rung": rung,
            "channel": channel,
        },
        **values,
    )


@router.get("/deliveries.csv")
def deliveries_csv(
    here: Here,
    round_number: RoundQuery = "",
    government: str = "",
    status: str = "",
    rung: str = "",
    channel: str = "",
) -> Response:
    with here.app.database.read() as session:
        found = search_deliveries(session, _wanted(here, round_number, government, status, rung, channel))
        rows = [_row(one) for one in known_deliveries(session, found)]
    return csv_export("deliveries", COLUMNS, rows)


def _wanted(here: Visitor, round_number: str, government: str, status: str, rung: str, channel: str) -> Wanted:
    return Wanted(
        round_id=whole(round_number),
        government=government.upper() or None,
        status=word(status, DeliveryStatus),
        rung=word(rung, Rung),
        channel=word(channel, Channel),
        seen_by=here.actor,
    )


def _row(one: KnownDelivery) -> tuple[object, ...]:
    delivery = one.delivery
    return (
        delivery.id,
        delivery.round_id,
        one.addressee.government,
        one.addressee.office_key,
        one.addressee.reference,
        delivery.channel,
        delivery.status,
        one.rung,
        delivery.queued_at,
    )
