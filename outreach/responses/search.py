"""Long lists of answers: narrowed, counted and cut by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from outreach.accounts import Actor
from outreach.delivery.search import deliveries_in, deliveries_seen
from outreach.responses.status import Disclosure, Position
from outreach.responses.store import ResponseInfo, responses_by_id
from outreach.responses.tables import Commitment, Response, ResponsePosition


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed to; None narrows nothing. `position` is taken on any demand; `seen_by` leaves out
    what lies outside the scope of somebody's roles."""

    disclosure: Disclosure | None = None
    position: Position | None = None
    government: str | None = None
    seen_by: Actor | None = None


def search_responses(
    session: Session, sought: Sought, *, limit: int | None = None, offset: int = 0
) -> list[ResponseInfo]:
    """Answers that stand and are like that, the newest first."""
    query = select(col(Response.id)).where(*_conditions(sought)).order_by(col(Response.id).desc())
    ids = _known(session.exec(query.limit(limit).offset(offset)))
    found = responses_by_id(session, response_ids=ids)
    return [found[number] for number in ids]


def count_responses(session: Session, sought: Sought) -> int:
    """How many answers stand and are like that."""
    return session.exec(select(func.count()).select_from(Response).where(*_conditions(sought))).one()


def list_promised(session: Session, *, until: date, seen_by: Actor | None = None) -> list[ResponseInfo]:
    """Answers that stand with a promise due by that day, the oldest first."""
    promised = select(Commitment.response_id).where(col(Commitment.due_on) <= until)
    query = select(col(Response.id)).where(col(Response.id).in_(promised), ~_is_corrected(), *_in_scope(seen_by))
    found = responses_by_id(session, response_ids=_known(session.exec(query)))
    return [found[number] for number in sorted(found)]


def _conditions(sought: Sought) -> list[Any]:
    conditions: list[Any] = [~_is_corrected()]
    if sought.disclosure is not None:
        conditions.append(col(Response.disclosure) == sought.disclosure)
    if sought.position is not None:
        taken = select(ResponsePosition.response_id).where(ResponsePosition.position == sought.position)
        conditions.append(col(Response.id).in_(taken))
    if sought.government is not None:
        conditions.append(col(Response.delivery_id).in_(deliveries_in(sought.government)))
    return [*conditions, *_in_scope(sought.seen_by)]


def _in_scope(actor: Actor | None) -> list[Any]:
    limited = actor is not None and actor.limits
    return [col(Response.delivery_id).in_(deliveries_seen(actor))] if actor and limited else []


def _is_corrected() -> Any:
    correction = aliased(Response)
    return exists().where(col(correction.supersedes) == col(Response.id))


def _known(numbers: Iterable[int | None]) -> list[int]:
    return [number for number in numbers if number is not None]
