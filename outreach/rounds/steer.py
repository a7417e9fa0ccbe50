"""Start, pause, resume, cancel and close a round. Two people at once: one wins, the other gets a Conflict."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import Conflict, Refused, WrongStatus
from outreach.rounds.calendar import is_too_late
from outreach.rounds.scope import require_round
from outreach.rounds.status import MOVES, RoundStatus
from outreach.rounds.store import RoundInfo, get_round, list_addressees
from outreach.rounds.tables import Round
from outreach.transitions import advance


def start(session: Session, *, round_id: int, actor: Actor, now: datetime) -> RoundInfo:
    """Open a scheduled round: what is approved leaves as soon as its window opens.

    Raises:
        NotAllowed: the actor is not a person on the staff.
        WrongStatus: the round is not scheduled.
        Refused: it has no addressee, or its letters are dated more than seven days ago.
        Conflict: somebody else moved the round meanwhile.
    """
    actor.require_person()
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    require_status(current, RoundStatus.SCHEDULED, done="started")
    openings = [a.opens_at for a in list_addressees(session, round_id=round_id, included=True) if a.opens_at]
    if not openings:
        raise Refused(f"Round {round_id} has no addressee: see `outreach rounds show {round_id}`.")
    if is_too_late(min(openings), now):
        raise Refused(
            f"The letters of round {round_id} are dated more than seven days ago: "
            "schedule it again and build them anew."
        )
    return _steer(session, current, RoundStatus.OPEN, "round.started", actor, now, values={"started_at": now})


def pause(session: Session, *, round_id: int, actor: Actor, now: datetime) -> RoundInfo:
    """Hold a scheduled or open round: nothing more leaves until it is resumed. Raises as `start`."""
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    values = {"resumes_to": current.status}
    return _steer(session, current, RoundStatus.PAUSED, "round.paused", actor, now, values=values)


def resume(session: Session, *, round_id: int, actor: Actor, now: datetime) -> RoundInfo:
    """Put a paused round back to what it was, scheduled or open. Raises as `start`."""
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    require_status(current, RoundStatus.PAUSED, done="resumed")
    back = current.resumes_to or RoundStatus.OPEN
    return _steer(session, current, back, "round.resumed", actor, now, values={"resumes_to": None})


def cancel(session: Session, *, round_id: int, actor: Actor, now: datetime) -> RoundInfo:
    """Call a round off for good; what is unsent is swept up as cancelled. Raises as `start`."""
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    return _steer(session, current, RoundStatus.CANCELLED, "round.cancelled", actor, now, values={"ended_at": now})


def close(session: Session, *, round_id: int, actor: Actor, now: datetime) -> RoundInfo:
    """End an open round; what is unsent is swept up as expired. Raises as `start`."""
    actor.require_person()
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    return _steer(session, current, RoundStatus.CLOSED, "round.closed", actor, now, values={"ended_at": now})


def require_status(current: RoundInfo, *statuses: RoundStatus, done: str) -> None:
    """Raise WrongStatus unless the round has one of the statuses."""
    if current.status not in statuses:
        which = " or ".join(statuses)
        raise WrongStatus(f"Round {current.id} is {current.status}: only a {which} one can be {done}.")


def move(session: Session, current: RoundInfo, target: RoundStatus, *, values: Mapping[str, Any]) -> None:
    """Move the round from the status in `current` by compare-and-set.

    Raises:
        WrongStatus: there is no such move.
        Conflict: the round is no longer in that status.
    """
    advance(current.status, target, moves=MOVES, what=f"Round {current.id}")
    unmoved = (
        col(Round.id) == current.id,
        col(Round.status) == current.status,
        col(Round.dispatch_on).is_not_distinct_from(current.dispatch_on),
    )
    moved = session.exec(update(Round).where(*unmoved).values(status=target, **values))
    if moved.rowcount != 1:
        raise Conflict(f"Somebody else moved round {current.id} meanwhile: look at it again.")


def _steer(
    session: Session,
    current: RoundInfo,
    target: RoundStatus,
    action: str,
    actor: Actor,
    now: datetime,
    *,
    values: Mapping[str, Any],
) -> RoundInfo:
    move(session, current, target, values=values)
    facts = {"from": current.status, "to": target}
    audit.record(session, actor=actor, action=action, subject=f"round:{current.id}", now=now, facts=facts)
    return get_round(session, current.id)
