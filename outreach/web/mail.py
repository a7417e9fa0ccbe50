"""One mail: what it says, what it was taken for and why, and what a person makes of it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.store import deliveries_of_addressees, get_delivery
from outreach.recipients.propose_objection import list_objection_proposals
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import list_offices, list_proposals
from outreach.replies.status import MOVES, ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo, find_last_act, get_mail
from outreach.replies.view import viewable_html
from outreach.responses.store import ResponseInfo, list_responses
from outreach.rounds.store import list_addressees
from outreach.web.guard import Here
from outreach.web.inbox import KINDS
from outreach.web.render import page
from outreach.web.security import download

router = APIRouter()
MOST = 20
FRAME_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"
"""Beside the allow-list: the frame runs nothing, loads nothing and sends nothing."""


@router.get("/inbox/{mail_id}")
def mail(request: Request, here: Here, mail_id: int, q: str = "") -> Response:
    with here.app.database.read() as session:
        shown = get_mail(session, mail_id)
        values = _read(session, shown)
        candidates = _candidates(session, here.actor, q) if q.strip() else []
    return page(
        request,
        "mail.html",
        mail=shown,
        kind=KINDS[shown.status],
        may_settle=ReplyStatus.SETTLED in MOVES[shown.status] and shown.status is not ReplyStatus.NEW,
        candidates=candidates,
        kinds=[one for one in ReplyKind if one not in (shown.kind, ReplyKind.UNREADABLE)],
        q=q,
        **values,
    )


@router.get("/inbox/{mail_id}/html")
def mail_html(here: Here, mail_id: int) -> Response:
    """The mail's HTML through the allow-list, for a sandboxed frame."""
    with here.app.database.read() as session:
        shown = get_mail(session, mail_id)
    fragment = viewable_html(here.app.blobs.get(shown.raw_sha256)) or "This mail has no HTML: read its text."
    document = (
        f'<!doctype html><html lang="und"><meta charset="utf-8"><title>HTML</title><body>{fragment}</body></html>'
    )
    return HTMLResponse(document, headers={"Content-Security-Policy": FRAME_POLICY})


@router.get("/inbox/{mail_id}/mail.eml")
def mail_raw(here: Here, mail_id: int) -> Response:
    """The raw bytes, as they came, to be saved."""
    with here.app.database.read() as session:
        shown = get_mail(session, mail_id)
    return download(here.app.blobs.get(shown.raw_sha256), f"mail-{mail_id}.eml")


def _read(session: Session, shown: MailInfo) -> dict[str, Any]:
    matched = [(one, _known(session, one.delivery_id)) for one in shown.matches]
    keys = {known.office.key for _match, known in matched}
    proposals = [
        one for key in keys for one in list_proposals(session, office_key=key, status=ProposalStatus.OPEN)
    ]
    return {
        "matched": matched,
        "guesses": [_known(session, one.delivery_id) for one in shown.guesses if not shown.matches],
        "objections": list_objection_proposals(session, evidence=f"mail:{shown.id}"),
        "last_act": find_last_act(session, shown.id),
        "proposals": [one for one in proposals if one.evidence == f"mail:{shown.id}"],
        "responses": _responses(session, shown),
        "entries": list_entries(session, subject=f"mail:{shown.id}", limit=30),
    }


def _known(session: Session, delivery_id: int) -> KnownDelivery:
    return known_deliveries(session, [get_delivery(session, delivery_id)])[0]


def _responses(session: Session, shown: MailInfo) -> list[ResponseInfo]:
    found = list_responses(session, delivery_ids=[one.delivery_id for one in shown.matches], standing=True)
    return [one for one in found if one.answer.mail_id == shown.id]


def _candidates(session: Session, actor: Actor, q: str) -> list[KnownDelivery]:
    """Deliveries to offices whose name, key or government has all the words, the newest first."""
    words = q.casefold().split()
    offices = [
        one
        for one in list_offices(session, include_retired=True)
        if actor.sees(governments=[one.government])
        and all(part in f"{one.key} {one.name} {one.government}".casefold() for part in words)
    ]
    addressees = [one for office in offices[:MOST] for one in list_addressees(session, office_key=office.key)]
    queued = deliveries_of_addressees(session, addressee_ids=[one.id for one in addressees if one.included])
    newest = sorted(queued.values(), key=lambda one: -one.id)[:MOST]
    return known_deliveries(session, newest)
