"""The form of an answer: what it shows, how it is read, and how it comes back when something in it is wrong."""

from datetime import date
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.store import get_delivery
from outreach.errors import BadInput, NotFound, Problem
from outreach.petition.store import get_version
from outreach.petition.values import Demand
from outreach.replies.store import MailInfo, get_mail
from outreach.responses.answer import Answer, Commitment
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.responses.store import ResponseInfo
from outreach.rounds.store import get_round
from outreach.web.fields import day_of, word
from outreach.web.guard import Visitor
from outreach.web.places import place_of_delivery, refuse_unseen
from outreach.web.render import page

SPARE_COMMITMENTS = 2
"""Empty rows of the form beside those that are filled."""
MOST_COMMITMENTS = 30
Fields = dict[str, str]


def mail_of(session: Session, mail_id: int, *, delivery_id: int) -> MailInfo:
    """The mail that an answer stands in; raises NotFound unless it belongs to that delivery."""
    mail = get_mail(session, mail_id)
    if delivery_id not in {match.delivery_id for match in mail.matches}:
        raise NotFound(f"Mail {mail_id} does not belong to delivery {delivery_id}: match it in the inbox first.")
    return mail


def form_values(session: Session, delivery_id: int, answer: Answer) -> dict[str, Any]:
    known = known_of(session, delivery_id)
    return {
        "known": known,
        "answer": answer,
        "demands": demands_of(session, known),
        "channels": list(AnswerChannel),
        "disclosures": list(Disclosure),
        "positions": list(Position),
        "commitments": [*answer.commitments, *[None] * SPARE_COMMITMENTS],
        "today": utc_now().date(),
        "wrong": [],
    }


def known_of(session: Session, delivery_id: int) -> KnownDelivery:
    return known_deliveries(session, [get_delivery(session, delivery_id)])[0]


def demands_of(session: Session, known: KnownDelivery) -> tuple[Demand, ...]:
    version = get_version(session, get_round(session, known.delivery.round_id).version_id)
    return version.reference_text.petition.demands


def answer_of(fields: dict[str, str]) -> dict[str, Any]:
    channel, disclosure = (
        word(fields.get("channel", ""), AnswerChannel),
        word(fields.get("disclosure", ""), Disclosure),
    )
    if channel is None or disclosure is None:
        raise BadInput("Say how the answer came, and who may see it.")
    return {
        "received_on": day_of(fields.get("received_on", ""), "Received on"),
        "channel": channel,
        "reference_number": fields.get("reference_number", "").strip(),
        "summary": fields.get("summary", "").strip(),
        "disclosure": disclosure,
        "positions": _positions(fields),
        "commitments": _commitments(fields),
    }


def _positions(fields: dict[str, str]) -> dict[str, Position]:
    given = {
        key.removeprefix("position-"): value
        for key, value in fields.items()
        if key.startswith("position-") and value
    }
    wrong = [Problem(f"{value!r} is no position.") for value in given.values() if value not in set(Position)]
    if wrong:
        raise BadInput("; ".join(map(str, wrong)), problems=wrong)
    return {demand: Position(value) for demand, value in given.items()}


def _commitments(fields: dict[str, str]) -> list[Commitment]:
    found = []
    for number in range(1, MOST_COMMITMENTS + 1):
        what, due = fields.get(f"what-{number}", "").strip(), fields.get(f"due-{number}", "").strip()
        if what:
            found.append(Commitment(what, day_of(due, f"Promise {number}, until") if due else None))
        elif due:
            raise BadInput(f"Promise {number} has a day but no words: say what was promised.")
    return found


def again(
    request: Request,
    here: Visitor,
    fields: Fields,
    error: BadInput,
    *,
    delivery_id: int,
    mail_id: int | None = None,
    response: ResponseInfo | None = None,
) -> Response:
    """The form as it was sent, with what is wrong. Files have to be chosen anew: no page can choose them."""
    with here.app.database.read() as session:
        refuse_unseen(here.actor, place_of_delivery(session, delivery_id))
        mail = None if mail_id is None else mail_of(session, mail_id, delivery_id=delivery_id)
        values = form_values(session, delivery_id, _as_filled_in(fields, mail_id, response))
    values["wrong"] = [str(problem) for problem in error.problems]
    return page(request, "response_form.html", status=422, response=response, mail=mail, **values)


def _as_filled_in(fields: Fields, mail_id: int | None, response: ResponseInfo | None) -> Answer:
    """What was given, wrong or not; what cannot be read at all is as at the beginning."""
    positions = ((key.removeprefix("position-"), word(value, Position)) for key, value in fields.items())
    promised = (
        (fields.get(f"what-{number}", ""), _day(fields.get(f"due-{number}", "")))
        for number in range(1, MOST_COMMITMENTS + 1)
    )
    files = response.answer.files if response else ()
    return Answer(
        received_on=_day(fields.get("received_on", "")) or utc_now().date(),
        channel=word(fields.get("channel", ""), AnswerChannel) or AnswerChannel.POST,
        reference_number=fields.get("reference_number", ""),
        summary=fields.get("summary", ""),
        disclosure=word(fields.get("disclosure", ""), Disclosure) or Disclosure.INTERNAL,
        positions={demand: position for demand, position in positions if position},
        commitments=tuple(Commitment(what, due) for what, due in promised if what or due),
        mail_id=response.answer.mail_id if response else mail_id,
        files=tuple(file for file in files if fields.get(f"file-{file.sha256}")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
