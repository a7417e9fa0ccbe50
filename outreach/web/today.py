"""Today: what needs you next."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from outreach.web.guard import Visitor, visitor
from outreach.web.render import page

router = APIRouter()


@router.get("/")
def today(request: Request, here: Annotated[Visitor, Depends(visitor)]) -> Response:
    return page(request, "today.html", name=here.signed_in.full_name)
