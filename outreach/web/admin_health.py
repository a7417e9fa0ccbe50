"""How the installation is: libraries, fonts, database, disk, mail servers."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.operations.doctor import Health, examine
from outreach.web.guard import Here
from outreach.web.render import page

router = APIRouter()
KINDS = {Health.GOOD: "good", Health.ADVICE: "warn", Health.MISSING: "bad"}


@router.get("/admin")
def admin(request: Request, here: Here) -> Response:
    findings = examine(here.app.settings, here.app.database, now=utc_now())
    worst_first = sorted(findings, key=lambda one: -list(Health).index(one.health))
    return page(request, "admin.html", findings=worst_first, kinds=KINDS)
