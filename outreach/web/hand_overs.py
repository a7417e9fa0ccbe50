"""What people post, type into a form or take there: the tasks, and the pack for the printer."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.blobs import Blobs
from outreach.clock import utc_now
from outreach.db import open_database
from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.labels import label_sheets
from outreach.delivery.post_pack import post_pack
from outreach.delivery.search import Wanted, count_by_round, count_deliveries, search_deliveries
from outreach.delivery.status import DeliveryStatus
from outreach.recipients.scope import governments_seen
from outreach.recipients.status import Channel
from outreach.rounds.scope import rounds_seen
from outreach.rounds.store import get_round
from outreach.web.csv_export import csv_export
from outreach.web.fields import whole
from outreach.web.guard import Here, Visitor
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page
from outreach.web.security import download

router = APIRouter()
PACKED_ROUNDS = 3
COLUMNS = ("delivery", "round", "government", "office", "name", "channel", "reference", "opens at", "closes at")
RoundQuery = Annotated[str, Query(alias="round")]


@router.get("/hand-overs")
def hand_overs(request: Request, here: Here, round_number: RoundQuery = "", government: str = "") -> Response:
    wanted = _wanted(here, round_number, government)
    with here.app.database.read() as session:
        rows = search_deliveries(session, wanted, limit=PER_PAGE, offset=offset_of(request))
        known = known_deliveries(session, rows)
        shown = listing_of(request, known, total=count_deliveries(session, wanted))
        rounds, governments = rounds_seen(session, here.actor), governments_seen(session, here.actor)
        packs = _packs(session, wanted, [one.code for one in governments])
    return page(
        request,
        "hand_overs.html",
        shown=shown,
        packs=packs,
        rounds={one.id: one for one in rounds},
        governments={one.code: one for one in governments},
        asked={"round": round_number, "government": government},
    )


@router.get("/hand-overs.csv")
def hand_overs_csv(here: Here, round_number: RoundQuery = "", government: str = "") -> Response:
    with here.app.database.read() as session:
        found = search_deliveries(session, _wanted(here, round_number, government))
        rows = [_row(one) for one in known_deliveries(session, found)]
    return csv_export("hand-overs", COLUMNS, rows)


def _wanted(here: Visitor, round_number: str, government: str) -> Wanted:
    return Wanted(
        round_id=whole(round_number),
        government=government.upper() or None,
        status=DeliveryStatus.TO_HAND_OVER,
        seen_by=here.actor,
    )


def _row(one: KnownDelivery) -> tuple[object, ...]:
    delivery, to = one.delivery, one.addressee
    office = (to.government, to.office_key, one.office.name)
    return (
        delivery.id,
        delivery.round_id,
        *office,
        delivery.channel,
        to.reference,
        delivery.opens_at,
        delivery.closes_at,
    )


def _packs(session: Session, wanted: Wanted, codes: list[str]) -> list[tuple[int, str]]:
    """The rounds and governments of which something waits to be posted; of many rounds the newest."""
    posted = replace(wanted, government=None, channel=Channel.POST)
    return [
        (round_id, code)
        for round_id in sorted(count_by_round(session, posted), reverse=True)[:PACKED_ROUNDS]
        for code in codes
        if wanted.government in (None, code)
        and count_deliveries(session, replace(posted, round_id=round_id, government=code))
    ]


@router.get("/hand-overs/{round_id}/{code}/post-pack.pdf")
def hand_over_pack(here: Here, round_id: int, code: str) -> Response:
    """Address pages, letters and dossiers of one government, to be printed on both sides."""
    return _print(here, _packed, round_id, code, "post-pack")


@router.get("/hand-overs/{round_id}/{code}/labels.pdf")
def hand_over_labels(here: Here, round_id: int, code: str) -> Response:
    """The addresses of the same letters on sheets of labels."""
    return _print(here, _labelled, round_id, code, "labels")


def _print(here: Visitor, make: Callable[..., bytes], round_id: int, code: str, name: str) -> Response:
    with here.app.database.read() as session:
        get_round(session, round_id)
    url = here.app.database.engine.url.render_as_string(hide_password=False)
    # Setting pages holds the interpreter's lock: in a process of its own the desk stays quick.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        templates = here.app.settings.campaign_dir
        job = pool.submit(make, url, here.app.blobs, round_id, code.upper(), templates, utc_now())
        content = job.result()
    return download(content, f"{name}-{round_id}-{code.lower()}.pdf", media_type="application/pdf")


def _packed(url: str, blobs: Blobs, round_id: int, government: str, templates: Path, now: datetime) -> bytes:
    with open_database(url).read() as session:
        made = post_pack(session, blobs, round_id=round_id, government=government, templates=templates, now=now)
    return made.content


def _labelled(url: str, _blobs: Blobs, round_id: int, government: str, templates: Path, now: datetime) -> bytes:
    with open_database(url).read() as session:
        made = label_sheets(session, round_id=round_id, government=government, templates=templates, now=now)
    return made.content
