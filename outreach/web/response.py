"""One response with its corrections, and the form that records or corrects it."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.errors import NotFound
from outreach.replies.store import MailInfo
from outreach.responses.answer import Answer
from outreach.responses.status import AnswerChannel, CommitmentOutcome
from outreach.responses.store import get_response, list_chain, list_follow_ups
from outreach.scans import ending_of
from outreach.web.fields import whole
from outreach.web.guard import Here
from outreach.web.places import place_of_delivery, refuse_unseen
from outreach.web.render import page
from outreach.web.response_begin import begin
from outreach.web.response_form import demands_of, form_values, known_of, mail_of
from outreach.web.responses import COLOURS
from outreach.web.security import download

router = APIRouter()


@router.get("/responses/new")
def response_new(
    request: Request, here: Here, delivery: str = "", mail: str = "", government: str = "", reference: str = ""
) -> Response:
    delivery_id = whole(delivery)
    if delivery_id is None:
        return begin(request, here, government=government.upper(), reference=reference)
    with here.app.database.read() as session:
        refuse_unseen(here.actor, place_of_delivery(session, delivery_id))
        number = whole(mail)
        of_mail = None if number is None else mail_of(session, number, delivery_id=delivery_id)
        answer = _begin(of_mail)
        values = form_values(session, delivery_id, answer)
    return page(request, "response_form.html", response=None, mail=of_mail, **values)


@router.get("/responses/{response_id}")
def response(request: Request, here: Here, response_id: int) -> Response:
    with here.app.database.read() as session:
        shown = get_response(session, response_id)
        chain = list_chain(session, response_id)
        known = known_of(session, shown.delivery_id)
        demands = {one.id: one for one in demands_of(session, known)}
        follow_ups = list_follow_ups(session, delivery_id=shown.delivery_id)
    return page(
        request,
        "response.html",
        response=shown,
        chain=chain,
        known=known,
        demands=demands,
        colours=COLOURS,
        outcomes=list(CommitmentOutcome),
        follow_ups=follow_ups,
        today=utc_now().date(),
    )


@router.get("/responses/{response_id}/files/{number}")
def response_file(here: Here, response_id: int, number: int) -> Response:
    """A scan of the answer; `number` counts from 1."""
    with here.app.database.read() as session:
        files = get_response(session, response_id).answer.files
    if not 1 <= number <= len(files):
        raise NotFound(f"Response {response_id} has no file {number}.")
    content = here.app.blobs.get(files[number - 1].sha256)
    return download(content, f"response-{response_id}-{number}{ending_of(content)}")


@router.get("/responses/{response_id}/correct")
def response_correction(request: Request, here: Here, response_id: int) -> Response:
    with here.app.database.read() as session:
        shown = get_response(session, response_id)
        values = form_values(session, shown.delivery_id, shown.answer)
    return page(request, "response_form.html", response=shown, mail=None, **values)


def _begin(mail: MailInfo | None) -> Answer:
    """What a mail already tells; all else is a person's reading."""
    if mail is None:
        return Answer(received_on=utc_now().date(), channel=AnswerChannel.POST)
    numbers = mail.reading.finding.reference_numbers if mail.reading else ()
    return Answer(
        received_on=_earlier(mail.sent_at.date() if mail.sent_at else None, mail.collected_at.date()),
        channel=AnswerChannel.EMAIL,
        reference_number=numbers[0] if numbers else "",
        mail_id=mail.id,
    )


def _earlier(stated: date | None, collected: date) -> date:
    """The day a mail states, unless it lies after the day it came."""
    return stated if stated is not None and stated <= collected else collected
