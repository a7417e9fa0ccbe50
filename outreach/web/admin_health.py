"""How the installation is: libraries, fonts, database, disk, mail servers."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.notices.beat import Pulse, pulses
from outreach.notices.status import MailStatus
from outreach.notices.store import count_mails
from outreach.operations.doctor import Finding, Health, examine
from outreach.web.guard import Here
from outreach.web.render import page

router = APIRouter()
KINDS = {Health.GOOD: "good", Health.ADVICE: "warn", Health.MISSING: "bad"}


@router.get("/admin")
def admin(request: Request, here: Here) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        signs, mails = pulses(session, now=now), count_mails(session)
    findings = [*examine(here.app.settings, here.app.database, now=now), *map(_sign, signs), _notices(mails)]
    worst_first = sorted(findings, key=lambda one: -list(Health).index(one.health))
    return page(request, "admin.html", findings=worst_first, kinds=KINDS)


def _sign(pulse: Pulse) -> Finding:
    name = f"Sign of life: {pulse.part}"
    told = f"last at {pulse.at:%Y-%m-%d %H:%M} UTC" if pulse.at else "none yet"
    if pulse.is_late:
        return Finding(name, Health.ADVICE, told, "outreach serve, or outreach worker beside outreach web")
    return Finding(name, Health.GOOD, told)


def _notices(mails: Mapping[MailStatus, int]) -> Finding:
    failed, told = mails[MailStatus.FAILED], f"{mails[MailStatus.SENT]} mails told people what happened"
    if failed:
        return Finding("Notices", Health.ADVICE, f"{told}; {failed} could not be sent", "see the users' addresses")
    return Finding("Notices", Health.GOOD, told)
