"""All letters to one government and all that came back, on one time line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.search import Wanted, search_deliveries
from outreach.delivery.store import deliveries_by_id, first_left
from outreach.replies.search import newest_mails
from outreach.responses.search import Sought, search_responses

SHOWN = 20
"""The newest; the lists of deliveries and of answers have all."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that passed between us and an office. `what` is letter, mail or answer; `thing` the value of the
    stage that knows it, and `known` the letter that it belongs to.

    A letter stands at the time when it provably left; as long as it did not, when it was queued.
    """

    at: datetime
    what: str
    thing: object
    known: KnownDelivery


def time_line(session: Session, *, government: str, seen_by: Actor, limit: int = SHOWN) -> list[Event]:
    """What passed between us and a government, the newest first; as many queries for many letters as for one."""
    letters = search_deliveries(session, Wanted(government=government, seen_by=seen_by), limit=limit)
    mails = newest_mails(session, government=government, limit=limit, seen_by=seen_by)
    answers = search_responses(session, Sought(government=government, seen_by=seen_by), limit=limit)
    ids = {one.id for one in letters} | {one.delivery_id for one in answers}
    ids |= {match.delivery_id for mail in mails for match in mail.matches}
    known = {
        one.delivery.id: one
        for one in known_deliveries(session, list(deliveries_by_id(session, delivery_ids=ids).values()))
    }
    left = first_left(session, delivery_ids=[one.id for one in letters])

    def events() -> Iterator[Event]:
        for letter in letters:
            yield Event(left.get(letter.id, letter.queued_at), "letter", letter, known[letter.id])
        for mail in mails:
            yield Event(mail.collected_at, "mail", mail, known[mail.matches[0].delivery_id])
        for answer in answers:
            day = datetime.combine(answer.answer.received_on, time(), UTC)
            yield Event(day, "answer", answer, known[answer.delivery_id])

    return sorted(events(), key=lambda event: event.at, reverse=True)[:limit]
