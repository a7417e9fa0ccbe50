"""What a person makes of a mail: it belongs to a delivery, or nothing is left to do with it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.delivery.store import find_delivery_of_addressee
from outreach.errors import BadInput
from outreach.replies.move import move
from outreach.replies.search import search_mails
from outreach.replies.settle import settle
from outreach.replies.status import ReplyStatus
from outreach.rounds.reference import find_references
from outreach.web.fields import whole
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
        waiting = search_mails(session, status=None, kind=None, limit=1)
    following = next((one.id for one in waiting if one.status is not ReplyStatus.SETTLED), None)
    notice = f"Settled: {settled.subject or 'mail without a subject'}."
    return see(f"/inbox/{following}" if following else "/inbox", notice, request)


def _delivery(session: Session, text: str) -> int:
    number = whole(text.strip())
    if number is not None:
        return number
    for addressee_id in find_references(text):
        found = find_delivery_of_addressee(session, addressee_id)
        if found is not None:
            return found.id
    raise BadInput(f"{text.strip()!r} is neither a delivery’s number nor the reference of a letter that was sent.")
