"""The story of one delivery: everything that happened to it, in the order of time, with the proof of each step."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlmodel import Session

from outreach.delivery.store import DeliveryInfo, list_attempts, list_evidence
from outreach.dossiers.store import documents_for
from outreach.replies.store import list_mails
from outreach.responses.store import list_responses
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import get_parcel
from outreach.rounds.store import get_round

ORDER = (
    "planned",
    "built",
    "packed",
    "approved",
    "queued",
    "attempt",
    "evidence",
    "mail",
    "settled",
    "response",
)
"""What comes first when two things have the same time."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `what` is a word of `ORDER`, `thing` the value of the stage that knows it."""

    at: datetime
    what: str
    thing: object


def story_of(session: Session, delivery: DeliveryInfo) -> list[Step]:
    """Every step, the first one first."""
    of_round, parcel = get_round(session, delivery.round_id), get_parcel(session, delivery.parcel_id)
    steps = [
        Step(of_round.planned_at, "planned", of_round),
        Step(parcel.packed_at, "packed", parcel),
        Step(delivery.queued_at, "queued", delivery),
    ]
    documents = documents_for(session, delivery.addressee_id)
    if documents:
        steps.append(Step(max(one.built_at for one in documents), "built", documents))
    if parcel.decided_at is not None and parcel.status is ReviewStatus.APPROVED:
        steps.append(Step(parcel.decided_at, "approved", parcel))
    if delivery.settled_at is not None:
        steps.append(Step(delivery.settled_at, "settled", delivery))
    steps += [Step(one.started_at, "attempt", one) for one in list_attempts(session, delivery.id)]
    steps += [Step(one.at, "evidence", one) for one in list_evidence(session, delivery.id)]
    steps += [Step(one.collected_at, "mail", one) for one in list_mails(session, delivery_id=delivery.id)]
    steps += [
        Step(datetime.combine(one.answer.received_on, time(), UTC), "response", one)
        for one in list_responses(session, delivery_ids=[delivery.id])
    ]
    return sorted(steps, key=lambda step: (step.at, ORDER.index(step.what)))
