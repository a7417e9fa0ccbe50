"""What stands in the way of a round, before it starts: each finding with its remedy."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.operations.preflight import Finding
from outreach.operations.road import findings_of, road_of
from outreach.rounds.store import get_round, list_addressees
from outreach.web.guard import Here
from outreach.web.paging import listing
from outreach.web.render import page

router = APIRouter()


@router.get("/rounds/{round_id}/preflight")
def round_preflight(request: Request, here: Here, round_id: int) -> Response:
    road = road_of(here.app.settings)
    with here.app.database.read() as session:
        shown = get_round(session, round_id)
        offices = {one.office_key: one.government for one in list_addressees(session, round_id=round_id)}
    findings = findings_of(here.app.database, round_id=round_id, road=road, now=utc_now())
    return page(
        request,
        "round_preflight.html",
        round=shown,
        blocking=sum(one.blocks for one in findings),
        findings=listing(request, [(one, _path(one, offices)) for one in findings]),
    )


def _path(finding: Finding, offices: dict[str, str]) -> str:
    """The page of the office that a finding is about, or nothing."""
    words = finding.subject.replace(",", " ").replace(":", " ").split()
    key = next((word for word in words if word in offices), "")
    return f"/governments/{offices[key]}/{key}" if key else ""
