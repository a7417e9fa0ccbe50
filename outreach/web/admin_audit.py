"""Who did what: the ledger, searched by subject, action and user."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.audit import verify
from outreach.audit.store import count_entries, list_actions, list_entries
from outreach.web.csv_export import csv_export
from outreach.web.guard import Here
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
MOST_ROWS = 50_000
COLUMNS = ("number", "at", "actor", "action", "subject", "facts", "entry_sha256")


@router.get("/admin/audit")
def audit_log(request: Request, here: Here, subject: str = "", action: str = "", user: str = "") -> Response:
    wanted = {"subject": subject.strip(), "action": action, "actor": user.strip()}
    with here.app.database.read() as session:
        entries = list_entries(session, **wanted, limit=PER_PAGE, offset=offset_of(request))
        total = count_entries(session, **wanted)
        actions = list_actions(session)
    return page(
        request, "audit.html", entries=listing_of(request, entries, total=total), asked=wanted, actions=actions
    )


@router.get("/admin/audit.csv")
def audit_csv(here: Here, subject: str = "", action: str = "", user: str = "") -> Response:
    with here.app.database.read() as session:
        entries = list_entries(
            session, subject=subject.strip(), action=action, actor=user.strip(), limit=MOST_ROWS
        )
    rows = [
        (one.number, one.at, one.actor, one.action, one.subject, json.dumps(one.facts), one.entry_sha256)
        for one in entries
    ]
    return csv_export("audit", COLUMNS, rows)


@router.get("/admin/audit/chain")
def audit_chain(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        chain = verify(session)
    return page(request, "audit_chain.html", chain=chain)
