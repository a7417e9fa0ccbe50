"""Reads of answers, with the chain of corrections."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from outreach.errors import NotFound
from outreach.responses.answer import Answer
from outreach.responses.answer import Commitment as CommitmentInfo
from outreach.responses.tables import Commitment, Response, ResponsePosition


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


def get_response(session: Session, response_id: int) -> ResponseInfo:
    """The answer, corrected or not; raises NotFound."""
    found = _read(session, _rows().where(col(Response.id) == response_id))
    if not found:
        raise NotFound(f"There is no response {response_id}: see `outreach responses list`.")
    return found[0]


def list_responses(
    session: Session, *, delivery_ids: Collection[int] | None = None, standing: bool = False
) -> list[ResponseInfo]:
    """Answers to some deliveries or to all, the oldest first; `standing` leaves out those that were corrected."""
    query = _rows()
    if delivery_ids is not None:
        query = query.where(col(Response.delivery_id).in_(delivery_ids))
    found = _read(session, query)
    return [response for response in found if response.stands] if standing else found


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
    ids = [row.id for row, _ in rows]
    positions: dict[int, list[ResponsePosition]] = {}
    wanted = select(ResponsePosition).where(col(ResponsePosition.response_id).in_(ids))
    for position in session.exec(wanted.order_by(col(ResponsePosition.id))):
        positions.setdefault(position.response_id, []).append(position)
    commitments: dict[int, list[Commitment]] = {}
    promised = select(Commitment).where(col(Commitment.response_id).in_(ids)).order_by(col(Commitment.id))
    for commitment in session.exec(promised):
        commitments.setdefault(commitment.response_id, []).append(commitment)
    return [
        _info(row, later, positions.get(row.id or 0, []), commitments.get(row.id or 0, [])) for row, later in rows
    ]


def _info(
    row: Response,
    superseded_by: int | None,
    positions: list[ResponsePosition],
    commitments: list[Commitment],
) -> ResponseInfo:
    assert row.id is not None
    answer = Answer(
        received_on=row.received_on,
        channel=row.channel,
        reference_number=row.reference_number,
        summary=row.summary,
        disclosure=row.disclosure,
        positions={position.demand: position.position for position in positions},
        commitments=tuple(CommitmentInfo(promise.what, promise.due_on) for promise in commitments),
        mail_id=row.mail_id,
    )
    return ResponseInfo(
        row.id, row.delivery_id, answer, row.supersedes, superseded_by, row.recorded_at, row.recorded_by
    )
