"""How many ask: snapshots, what is printed of each, and the growth."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.errors import NotFound
from outreach.petition.store import list_campaigns
from outreach.rounds.store import list_rounds
from outreach.signatures.disclosure import Disclosure
from outreach.signatures.store import (
    SnapshotInfo,
    find_disclosure,
    get_snapshot,
    list_disclosures,
    list_snapshots,
)
from outreach.signatures.suppress import disclose
from outreach.signatures.withdraw import withdraw
from outreach.web.charts import HEADERS, growth_chart
from outreach.web.csv_export import csv_export
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.paging import listing
from outreach.web.render import page

router = APIRouter()


@router.get("/signatures")
def signatures(request: Request, here: Here) -> Response:
    return signatures_page(request, here)


def signatures_page(
    request: Request,
    here: Visitor,
    *,
    problems: tuple[str, ...] = (),
    given: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """The list with its form; `problems` and `given` are those of a file that was not taken."""
    with here.app.database.read() as session:
        snapshots = _seen(session, here)
        campaigns = [one for one in list_campaigns(session) if here.actor.sees(campaign=one.id)]
        newest = next((one for one in snapshots if not one.is_withdrawn), None)
        printed = _printed(session, here, newest)[0] if newest else None
    return page(
        request,
        "signatures.html",
        status=status,
        snapshots=listing(request, snapshots),
        campaigns=campaigns,
        printed=printed,
        problems=problems,
        given=given or {},
    )


@router.get("/signatures/growth.svg")
def signatures_growth(here: Here) -> Response:
    with here.app.database.read() as session:
        newest = next((one for one in _seen(session, here) if not one.is_withdrawn), None)
        if newest is None:
            raise NotFound("There are no signature counts yet.")
        printed, _is_fixed = _printed(session, here, newest)
    drawn = growth_chart(printed.growth, title="Signatures over time")
    return Response(drawn, media_type="image/svg+xml", headers=HEADERS)


@router.get("/signatures/{snapshot_id}")
def snapshot(request: Request, here: Here, snapshot_id: int) -> Response:
    with here.app.database.read() as session:
        shown = get_snapshot(session, snapshot_id)
        printed, is_fixed = _printed(session, here, shown)
        rounds = [one for one in list_rounds(session) if one.snapshot_id == snapshot_id]
        entries = list_entries(session, subject=f"snapshot:{snapshot_id}")
    return page(
        request,
        "snapshot.html",
        snapshot=shown,
        printed=printed,
        is_fixed=is_fixed,
        countries=listing(request, printed.countries),
        rounds=rounds,
        entries=entries,
    )


@router.get("/signatures/{snapshot_id}/printed.csv")
def snapshot_csv(here: Here, snapshot_id: int) -> Response:
    with here.app.database.read() as session:
        printed, _is_fixed = _printed(session, here, get_snapshot(session, snapshot_id))
    rows: list[tuple[object, ...]] = [(row.code, row.name_en, "", row.count) for row in printed.countries]
    rows += [
        (row.code, row.name_en, region.name, region.count) for row in printed.countries for region in row.regions
    ]
    return csv_export(f"snapshot-{snapshot_id}", ("country", "name", "region", "count"), rows)


@router.post("/signatures/{snapshot_id}/withdraw")
def snapshot_withdraw(request: Request, here: Here, snapshot_id: int, reason: Annotated[str, Form()]) -> Response:
    with here.app.database.begin() as session:
        withdraw(session, snapshot_id=snapshot_id, reason=reason, actor=here.actor, now=utc_now())
    notice = "Withdrawn: what is unsent with these counts stays unsent."
    return see(f"/signatures/{snapshot_id}", notice, request)


def _seen(session: Session, here: Visitor) -> list[SnapshotInfo]:
    return [one for one in list_snapshots(session) if here.actor.sees(campaign=one.campaign_id)]


def _printed(session: Session, here: Visitor, snapshot: SnapshotInfo) -> tuple[Disclosure, bool]:
    """What is printed of a snapshot, and whether that is fixed already; else what would be, as of now.

    The desk shows no other counts: small ones can point at people.
    """
    stored = find_disclosure(session, snapshot.id)
    if stored is not None:
        return stored, True
    earlier = list_disclosures(session, campaign_id=snapshot.campaign_id, sample=snapshot.sample)
    would_be = disclose(
        snapshot.counts,
        earlier,
        here.app.settings.small_count,
        snapshot_id=snapshot.id,
        as_of=snapshot.as_of,
        sample=snapshot.sample,
    )
    return would_be, False
