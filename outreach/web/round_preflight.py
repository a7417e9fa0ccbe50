"""What stands in the way of a round, before it starts: each finding with its remedy, and where that is done."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.operations.finding import Finding
from outreach.operations.road import findings_of, road_of
from outreach.recipients.glance import office_names
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import count_parcels
from outreach.rounds.store import get_round, list_addressees
from outreach.web.guard import Here
from outreach.web.office_names import named
from outreach.web.paging import listing
from outreach.web.render import page

router = APIRouter()
ON_THE_ROUND = {"dossiers build": "#work", "reviews pack": "#work", "rounds refresh": ""}
"""Commands whose form stands on the round's own page, and where."""


@router.get("/rounds/{round_id}/preflight")
def round_preflight(request: Request, here: Here, round_id: int) -> Response:
    road = road_of(here.app.settings)
    with here.app.database.read() as session:
        shown = get_round(session, round_id)
        approved = count_parcels(session, round_id=round_id)[ReviewStatus.APPROVED]
        offices = {one.office_key: one.government for one in list_addressees(session, round_id=round_id)}
        names = office_names(session, keys=offices)
    findings = findings_of(here.app.database, round_id=round_id, road=road, now=utc_now())
    return page(
        request,
        "round_preflight.html",
        round=shown,
        approved=approved,
        blocking=sum(one.blocks for one in findings),
        findings=listing(
            request, [(one, named(one.subject, names), *_step(one, round_id, offices)) for one in findings]
        ),
    )


def _step(finding: Finding, round_id: int, offices: dict[str, str]) -> tuple[str, str]:
    """Where on the desk a finding is mended, and by which command a remedy of the command line does it."""
    words = finding.remedy.replace(",", " ").split()
    command = " ".join(words[1:3]) if words[:1] == ["outreach"] else ""
    if command == "reviews show":
        return f"/review/{words[3]}", command
    if command == "delivery allow":
        return "/sending", command
    if command in ON_THE_ROUND:
        return f"/rounds/{round_id}{ON_THE_ROUND[command]}", command
    subjects = finding.subject.replace(",", " ").replace(":", " ").split()
    key = next((word for word in subjects if word in offices), "")
    return (f"/governments/{offices[key]}/{key}" if key else ""), command
