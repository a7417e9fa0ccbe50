"""What comes after an answer, or instead of one: promises to be judged, and the campaign's next steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.store import deliveries_by_id
from outreach.responses.answer import Commitment
from outreach.responses.follow_up import finish_follow_up, plan_follow_up
from outreach.responses.store import FollowUpInfo, ResponseInfo, list_follow_ups, list_responses
from outreach.web.csv_export import csv_export
from outreach.web.fields import day_of, lines
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.paging import listing
from outreach.web.render import page

router = APIRouter()
Text = Annotated[str, Form()]
PROMISE_COLUMNS = (
    "response",
    "promise",
    "government",
    "office",
    "name",
    "what",
    "until",
    "outcome",
    "since",
    "source",
)
FOLLOW_UP_COLUMNS = ("next step", "delivery", "government", "office", "name", "what", "by", "planned by")


@dataclass(frozen=True, slots=True)
class KnownPromise:
    """A commitment with the response that it stands in, as number `number` from 1."""

    response: ResponseInfo
    number: int
    promise: Commitment
    known: KnownDelivery


@dataclass(frozen=True, slots=True)
class KnownFollowUp:
    """A follow-up with its delivery."""

    follow_up: FollowUpInfo
    known: KnownDelivery


@router.get("/responses/promises")
def promises(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        rows = _promises(session, here)
    return page(request, "promises.html", shown=listing(request, rows), today=utc_now().date())


@router.get("/responses/promises.csv")
def promises_csv(here: Here) -> Response:
    with here.app.database.read() as session:
        rows = [_promise_row(one) for one in _promises(session, here)]
    return csv_export("promises", PROMISE_COLUMNS, rows)


def _promises(session: Session, here: Visitor) -> list[KnownPromise]:
    """Every commitment of responses that stand: those that nobody judged first, by their day."""
    found = [one for one in list_responses(session, standing=True, seen_by=here.actor) if one.answer.commitments]
    known = _known(session, [one.delivery_id for one in found])
    rows = [
        KnownPromise(response, number, promise, delivery)
        for response, delivery in zip(found, known, strict=True)
        for number, promise in enumerate(response.answer.commitments, 1)
    ]
    rows.sort(key=lambda row: (row.promise.verdict is not None, str(row.promise.due_on or "9")))
    return rows


def _promise_row(one: KnownPromise) -> tuple[object, ...]:
    promise, verdict = one.promise, one.promise.verdict
    judged = (verdict.outcome, verdict.on, verdict.source) if verdict else (None, None, None)
    return one.response.id, one.number, *_whose(one.known), promise.what, promise.due_on, *judged


@router.get("/responses/follow-ups")
def follow_ups(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        rows = _follow_ups(session, here)
    return page(request, "follow_ups.html", shown=listing(request, rows), today=utc_now().date())


@router.get("/responses/follow-ups.csv")
def follow_ups_csv(here: Here) -> Response:
    with here.app.database.read() as session:
        rows = [_follow_up_row(one) for one in _follow_ups(session, here)]
    return csv_export("next-steps", FOLLOW_UP_COLUMNS, rows)


def _follow_ups(session: Session, here: Visitor) -> list[KnownFollowUp]:
    """What is to be done, the earliest day first."""
    found = list_follow_ups(session, is_open=True, seen_by=here.actor)
    known = _known(session, [one.delivery_id for one in found])
    return [KnownFollowUp(one, delivery) for one, delivery in zip(found, known, strict=True)]


def _follow_up_row(one: KnownFollowUp) -> tuple[object, ...]:
    step = one.follow_up
    return step.id, step.delivery_id, *_whose(one.known), step.what, step.due_on, step.planned_by


def _known(session: Session, delivery_ids: Sequence[int]) -> list[KnownDelivery]:
    """The deliveries of these numbers, in the same order."""
    deliveries = deliveries_by_id(session, delivery_ids=set(delivery_ids))
    return known_deliveries(session, [deliveries[number] for number in delivery_ids])


def _whose(known: KnownDelivery) -> tuple[object, ...]:
    return known.addressee.government, known.addressee.office_key, known.office.name


@router.post("/deliveries/{delivery_id}/follow-ups")
def follow_up_plan(request: Request, here: Here, delivery_id: int, what: Text, due_on: Text) -> Response:
    with here.app.database.begin() as session:
        plan_follow_up(
            session,
            delivery_id=delivery_id,
            what=lines(what),
            due_on=day_of(due_on, "By"),
            actor=here.actor,
            now=utc_now(),
        )
    return see(f"/deliveries/{delivery_id}#follow-ups", "Noted: it shows under Today when it is due.", request)


@router.post("/follow-ups/{follow_up_id}/done")
def follow_up_done(request: Request, here: Here, follow_up_id: int, note: Text = "") -> Response:
    with here.app.database.begin() as session:
        done = finish_follow_up(
            session, follow_up_id=follow_up_id, note=lines(note), actor=here.actor, now=utc_now()
        )
    return see(f"/deliveries/{done.delivery_id}#follow-ups", "Done.", request)
