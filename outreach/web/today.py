"""Today: what needs you next."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.web.guard import Here
from outreach.web.render import page

router = APIRouter()


@router.get("/")
def today(request: Request, here: Here) -> Response:
    return page(request, "today.html", name=here.signed_in.full_name)
