"""Whether the service lives, for an outside monitor: GET, no secrets, 200 or 503."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from outreach.clock import utc_now
from outreach.errors import Unavailable
from outreach.notices.beat import pulses

router = APIRouter()


@router.get("/heartbeat")
def heartbeat(request: Request) -> Response:
    """One line a part, `scheduler ok`; 503 when any is late. A monitor that reads it sends its own alarm."""
    try:
        with request.app.state.outreach.database.read() as session:
            found = pulses(session, now=utc_now())
    except Unavailable:
        return PlainTextResponse("database late\n", status_code=503)
    lines = ["database ok", *(f"{one.part} {'late' if one.is_late else 'ok'}" for one in found)]
    is_late = any(one.is_late for one in found)
    return PlainTextResponse("\n".join(lines) + "\n", status_code=503 if is_late else 200)
