"""Correct a recorded answer with one that supersedes it; both are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.errors import Refused, WrongStatus
from outreach.responses.answer import AnswerFile, Commitment
from outreach.responses.record import keep
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.responses.store import ResponseInfo, get_response


def correct(
    session: Session,
    *,
    response_id: int,
    received_on: date | None = None,
    channel: AnswerChannel | None = None,
    reference_number: str | None = None,
    summary: str | None = None,
    disclosure: Disclosure | None = None,
    positions: Mapping[str, Position] | None = None,
    commitments: Sequence[Commitment] | None = None,
    files: Sequence[AnswerFile] | None = None,
    actor: Actor,
    now: datetime,
) -> ResponseInfo:
    """Record a new answer that takes the place of `response_id`; what is None stays as it was.

    `positions`, `commitments` and `files` replace the earlier ones whole; a commitment that is given in the same
    words without a verdict keeps the verdict that it has.

    Raises:
        NotFound: there is no such response.
        WrongStatus: it was corrected already; the message names the correction.
        Conflict: somebody else corrects it at this moment.
        Refused: nothing would change.
        NotAllowed, BadInput: as in `record`.
    """
    before = get_response(session, response_id)
    if before.superseded_by is not None:
        raise WrongStatus(f"Response {response_id} was corrected by {before.superseded_by}: correct that one.")
    changes = {
        "received_on": received_on,
        "channel": channel,
        "reference_number": reference_number,
        "summary": summary,
        "disclosure": disclosure,
        "positions": None if positions is None else dict(positions),
        "commitments": None if commitments is None else _with_verdicts(commitments, before.answer.commitments),
        "files": None if files is None else tuple(files),
    }
    answer = replace(before.answer, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]
    if answer == before.answer:
        raise Refused(f"Response {response_id} says that already: nothing was changed.")
    return keep(
        session, delivery_id=before.delivery_id, answer=answer, supersedes=response_id, actor=actor, now=now
    )


def _with_verdicts(given: Sequence[Commitment], before: Sequence[Commitment]) -> tuple[Commitment, ...]:
    known = {commitment.what: commitment.verdict for commitment in before}
    return tuple(replace(one, verdict=one.verdict or known.get(one.what)) for one in given)
