"""Judge a commitment: it was kept or broken. A new reading of the answer says so; the old one stays."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.errors import NotFound
from outreach.responses.answer import Verdict
from outreach.responses.correct import correct
from outreach.responses.store import ResponseInfo, get_response


def judge(
    session: Session, *, response_id: int, number: int, verdict: Verdict, actor: Actor, now: datetime
) -> ResponseInfo:
    """Say what became of commitment `number` (from 1) of a response that stands.

    Raises:
        NotFound: there is no such response, or it has no such commitment.
        WrongStatus, Conflict, Refused, NotAllowed, BadInput: as in `correct`.
    """
    commitments = list(get_response(session, response_id).answer.commitments)
    if not 1 <= number <= len(commitments):
        raise NotFound(
            f"Response {response_id} has no commitment {number}: see `outreach responses show {response_id}`."
        )
    commitments[number - 1] = replace(commitments[number - 1], verdict=verdict)
    return correct(session, response_id=response_id, commitments=commitments, actor=actor, now=now)
