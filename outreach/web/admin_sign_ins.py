"""Who signed in from where, and who was refused."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.accounts.store import count_tries, list_tries
from outreach.web.csv_export import all_rows, csv_export
from outreach.web.guard import Here
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
COLUMNS = ("at", "name", "address", "signed in")


@router.get("/admin/sign-ins")
def sign_ins(request: Request, here: Here, name: str = "") -> Response:
    with here.app.database.read() as session:
        tries = list_tries(session, name=name or None, limit=PER_PAGE, offset=offset_of(request))
        total = count_tries(session, name=name or None)
    return page(request, "sign_ins.html", tries=listing_of(request, tries, total=total), asked=name)


@router.get("/admin/sign-ins.csv")
def sign_ins_csv(here: Here, name: str = "") -> Response:
    with here.app.database.read() as session:
        tries = all_rows(lambda limit, offset: list_tries(session, name=name or None, limit=limit, offset=offset))
        rows = [(one.at, one.name, one.address, one.good) for one in tries]
    return csv_export("sign-ins", COLUMNS, rows)
