"""Reads of answers, with the chain of corrections."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from outreach.accounts import Actor
from outreach.delivery.glance import deliveries_of
from outreach.delivery.search import deliveries_seen
from outreach.errors import NotFound
from outreach.responses.answer import Answer, AnswerFile, Verdict
from outreach.responses.answer import Commitment as CommitmentInfo
from outreach.responses.tables import Commitment, FollowUp, Response, ResponseFile, ResponsePosition

Part = TypeVar("Part", ResponsePosition, Commitment, ResponseFile)


@dataclass(frozen=True, slots=True)
class ResponseInfo:
    """One recorded answer. It stands while `superseded_by` is None; `supersedes` is the one it corrects."""

    id: int
    delivery_id: int
    answer: Answer
    supersedes: int | None
    superseded_by: int | None
    recorded_at: datetime
    recorded_by: str

    @property
    def stands(self) -> bool:
        """Whether no correction replaced it."""
        return self.superseded_by is None


@dataclass(frozen=True, slots=True)
class FollowUpInfo:
    """Something to be done about a delivery; `done_at` is None while it waits."""

    id: int
    delivery_id: int
    what: str
    due_on: date
    planned_by: str
    done_at: datetime | None
    done_by: str | None
    note: str


def get_follow_up(session: Session, follow_up_id: int) -> FollowUpInfo:
    """The follow-up as the database has it now; raises NotFound."""
    row = session.get(FollowUp, follow_up_id, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no follow-up {follow_up_id}: see `outreach responses follow-ups`.")
    return _follow_up(row)


def list_follow_ups(
    session: Session, *, delivery_id: int | None = None, is_open: bool = False, seen_by: Actor | None = None
) -> list[FollowUpInfo]:
    """Follow-ups of a delivery or of all, the earliest day first; `is_open` leaves out what is done, `seen_by`
    what lies outside the scope of somebody's roles."""
    query = select(FollowUp).order_by(col(FollowUp.due_on), col(FollowUp.id))
    if delivery_id is not None:
        query = query.where(FollowUp.delivery_id == delivery_id)
    if is_open:
        query = query.where(col(FollowUp.done_at).is_(None))
    if seen_by is not None and seen_by.limits:
        query = query.where(col(FollowUp.delivery_id).in_(deliveries_seen(seen_by)))
    return [_follow_up(row) for row in session.exec(query)]


def get_response(session: Session, response_id: int) -> ResponseInfo:
    """The answer, corrected or not; raises NotFound."""
    found = _read(session, _rows().where(col(Response.id) == response_id))
    if not found:
        raise NotFound(f"There is no response {response_id}: see `outreach responses list`.")
    return found[0]


def list_responses(
    session: Session,
    *,
    delivery_ids: Collection[int] | None = None,
    standing: bool = False,
    seen_by: Actor | None = None,
) -> list[ResponseInfo]:
    """Answers to some deliveries or to all, the oldest first; `standing` leaves out those that were corrected, and
    `seen_by` those outside the scope of somebody's roles."""
    query = _rows()
    if delivery_ids is not None:
        query = query.where(col(Response.delivery_id).in_(delivery_ids))
    if seen_by is not None and seen_by.limits:
        query = query.where(col(Response.delivery_id).in_(deliveries_seen(seen_by)))
    found = _read(session, query)
    return [response for response in found if response.stands] if standing else found


def responses_by_id(session: Session, *, response_ids: Collection[int]) -> dict[int, ResponseInfo]:
    """Those of these answers that there are, corrected or not."""
    return {info.id: info for info in _read(session, _rows().where(col(Response.id).in_(response_ids)))}


def list_responses_in(session: Session, *, round_id: int) -> list[ResponseInfo]:
    """Answers that stand to the letters of a round, the oldest first."""
    query = _rows().where(col(Response.delivery_id).in_(deliveries_of(round_id)))
    return [response for response in _read(session, query) if response.stands]


def list_chain(session: Session, response_id: int) -> list[ResponseInfo]:
    """An answer with all that it corrects and all that correct it, the oldest first; raises NotFound."""
    given = get_response(session, response_id)
    chain = {r.id: r for r in list_responses(session, delivery_ids=[given.delivery_id])}
    first = given
    while first.supersedes is not None:
        first = chain[first.supersedes]
    ordered = [first]
    while (later := ordered[-1].superseded_by) is not None:
        ordered.append(chain[later])
    return ordered


def _rows() -> Select[Response, int | None]:
    correction = aliased(Response)
    corrected = col(correction.supersedes) == col(Response.id)
    query = select(Response, col(correction.id)).outerjoin(correction, corrected)
    return query.order_by(col(Response.id))


def _read(session: Session, query: Select[Response, int | None]) -> list[ResponseInfo]:
    rows = session.exec(query).all()
    ids = [row.id for row, _ in rows if row.id is not None]
    positions = _by_response(session, ResponsePosition, ids)
    commitments, files = _by_response(session, Commitment, ids), _by_response(session, ResponseFile, ids)
    return [
        _info(row, later, _answer(row, positions[row.id], commitments[row.id], files[row.id]))
        for row, later in rows
        if row.id is not None
    ]


def _by_response(session: Session, part: type[Part], ids: Collection[int]) -> defaultdict[int, list[Part]]:
    found: defaultdict[int, list[Part]] = defaultdict(list)
    for row in session.exec(select(part).where(col(part.response_id).in_(ids)).order_by(col(part.id))):
        found[row.response_id].append(row)
    return found


def _answer(
    row: Response, positions: list[ResponsePosition], promises: list[Commitment], files: list[ResponseFile]
) -> Answer:
    return Answer(
        received_on=row.received_on,
        channel=row.channel,
        reference_number=row.reference_number,
        summary=row.summary,
        disclosure=row.disclosure,
        positions={position.demand: position.position for position in positions},
        commitments=tuple(_commitment(promise) for promise in promises),
        mail_id=row.mail_id,
        files=tuple(AnswerFile(file.name, file.sha256, file.size, file.media_type) for file in files),
    )


def _commitment(row: Commitment) -> CommitmentInfo:
    verdict = None
    if row.outcome is not None and row.outcome_on is not None:
        verdict = Verdict(row.outcome, row.outcome_on, row.outcome_source or "")
    return CommitmentInfo(row.what, row.due_on, verdict)


def _info(row: Response, superseded_by: int | None, answer: Answer) -> ResponseInfo:
    assert row.id is not None
    return ResponseInfo(
        row.id, row.delivery_id, answer, row.supersedes, superseded_by, row.recorded_at, row.recorded_by
    )


def _follow_up(row: FollowUp) -> FollowUpInfo:
    assert row.id is not None
    return FollowUpInfo(
        row.id, row.delivery_id, row.what, row.due_on, row.planned_by, row.done_at, row.done_by, row.note
    )
