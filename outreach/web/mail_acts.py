"""What a person makes of a mail: what it is, where it belongs, what it asks for, or that nothing is left to do."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.delivery.store import find_delivery_of_addressee
from outreach.errors import BadInput
from outreach.replies.move import move, untie
from outreach.replies.objections import decline_objections, record_objections
from outreach.replies.reclassify import reclassify
from outreach.replies.search import search_mails
from outreach.replies.settle import settle
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.undo import undo
from outreach.rounds.reference import find_references
from outreach.web.fields import whole
from outreach.web.filters import words
from outreach.web.guard import Here
from outreach.web.notice import see

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/inbox/{mail_id}/move")
def mail_move(request: Request, here: Here, mail_id: int, delivery: Text) -> Response:
    """`delivery` is its number, or the reference that its letter prints."""
    with here.app.database.begin() as session:
        delivery_id = _delivery(session, delivery)
        moved = move(session, mail_id=mail_id, delivery_id=delivery_id, actor=here.actor, now=utc_now())
    left = "nothing is left to do" if moved.status is ReplyStatus.SETTLED else "read it now"
    return see(f"/inbox/{mail_id}", f"It belongs to delivery {delivery_id}; {left}.", request)


@router.post("/inbox/{mail_id}/settle")
def mail_settle(request: Request, here: Here, mail_id: int) -> Response:
    with here.app.database.begin() as session:
        settled = settle(session, mail_id=mail_id, actor=here.actor, now=utc_now())
        waiting = search_mails(session, status=None, kind=None, limit=1, seen_by=here.actor)
    following = next((one.id for one in waiting if one.status is not ReplyStatus.SETTLED), None)
    notice = f"Settled: {settled.subject or 'mail without a subject'}."
    return see(f"/inbox/{following}" if following else "/inbox", notice, request)


@router.post("/inbox/{mail_id}/unmatch")
def mail_unmatch(request: Request, here: Here, mail_id: int) -> Response:
    with here.app.database.begin() as session:
        untie(session, mail_id=mail_id, actor=here.actor, now=utc_now())
    return see(f"/inbox/{mail_id}", "It belongs to no delivery; what it did is taken back.", request)


@router.post("/inbox/{mail_id}/reclassify")
def mail_reclassify(request: Request, here: Here, mail_id: int, kind: Annotated[ReplyKind, Form()]) -> Response:
    with here.app.database.begin() as session:
        judged = reclassify(session, mail_id=mail_id, kind=kind, actor=here.actor, now=utc_now())
    left = "nothing is left to do" if judged.status is ReplyStatus.SETTLED else "it waits for a person"
    return see(f"/inbox/{mail_id}", f"It counts as {words(kind)} now; {left}.", request)


@router.post("/inbox/{mail_id}/undo")
def mail_undo(request: Request, here: Here, mail_id: int) -> Response:
    with here.app.database.begin() as session:
        mail = undo(session, mail_id=mail_id, actor=here.actor, now=utc_now())
    stands = f"{words(mail.kind)}, {words(mail.status)}" if mail.kind else words(mail.status)
    return see(f"/inbox/{mail_id}", f"Undone. It stands at: {stands}.", request)


@router.post("/inbox/{mail_id}/object")
def mail_object(request: Request, here: Here, mail_id: int, who: Text) -> Response:
    """Record what the mail asks for: not to be written to again."""
    with here.app.database.begin() as session:
        record_objections(session, mail_id=mail_id, who=who, actor=here.actor, now=utc_now())
    notice = "The objection stands: nothing is sent there until it is lifted."
    return see(f"/inbox/{mail_id}", notice, request)


@router.post("/inbox/{mail_id}/object-not")
def mail_object_not(request: Request, here: Here, mail_id: int) -> Response:
    with here.app.database.begin() as session:
        decline_objections(session, mail_id=mail_id, actor=here.actor, now=utc_now())
    return see(f"/inbox/{mail_id}", "Noted: it asks nothing of the kind.", request)


def _delivery(session: Session, text: str) -> int:
    number = whole(text.strip())
    if number is not None:
        return number
    for addressee_id in find_references(text):
        found = find_delivery_of_addressee(session, addressee_id)
        if found is not None:
            return found.id
    raise BadInput(f"{text.strip()!r} is neither a delivery’s number nor the reference of a letter that was sent.")
