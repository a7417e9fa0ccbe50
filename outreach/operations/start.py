"""Start and end rounds with what hangs on it: the queue is filled at the start and swept at the end."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.db import Database
from outreach.delivery.queue import queue_round
from outreach.delivery.sweep import sweep
from outreach.errors import Refused
from outreach.operations.finding import Finding
from outreach.operations.preflight import Way, preflight
from outreach.operations.preflight_mail import destinations
from outreach.operations.road import Road, road_findings
from outreach.reviews.store import list_parcels
from outreach.reviews.validity import why_invalid
from outreach.rounds import steer
from outreach.rounds.calendar import is_too_late
from outreach.rounds.store import RoundInfo, get_round, list_addressees


@dataclass(frozen=True, slots=True)
class Looked:
    """How mail would leave, and what was found when it was looked at."""

    way: Way
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """An open round: how many deliveries were queued, and which offices wait for an approval that holds."""

    round: RoundInfo
    queued: int
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A round that is over, and how many unsent deliveries were taken out of the queue (of any round)."""

    round: RoundInfo
    swept: int


def start(database: Database, *, round_id: int, road: Road, actor: Actor, now: datetime) -> Started:
    """Start a round, a live one only after a look down the road that its mails take: DNS and the relay are asked,
    with no transaction open. Raises as `start_round`.
    """
    actor.require_role(Role.STAFF)
    looked = look(database, round_id=round_id, road=road)
    with database.begin() as session:
        return start_round(session, round_id=round_id, looked=looked, actor=actor, now=now)


def look(database: Database, *, round_id: int, road: Road) -> Looked | None:
    """Look down the road of a live round, with no transaction open; None for another round. Raises NotFound."""
    with database.read() as session:
        if not get_round(session, round_id).live:
            return None
        to = destinations(session, round_id=round_id)
    return Looked(road.way, tuple(road_findings(road, to)))


def start_round(
    session: Session, *, round_id: int, looked: Looked | None = None, actor: Actor, now: datetime
) -> Started:
    """Open a scheduled round and queue what is approved; what is approved later is queued by the next send.

    `looked` is what was found on the road, which a live round needs.

    Raises:
        NotAllowed: the actor is not a person on the staff.
        WrongStatus: the round is not scheduled.
        Refused: no parcel's approval holds, the letters are dated more than seven days ago, or the round is live
            and the preflight found something that blocks it.
        Conflict: somebody else moved the round meanwhile.
    """
    _refuse_what_blocks(session, round_id, looked, now)
    started = steer.start(session, round_id=round_id, actor=actor, now=now)
    queued = queue_round(session, round_id=round_id, actor=actor, now=now)
    if not queued:
        raise Refused(
            f"Nothing of round {round_id} is approved yet: organisers review its parcels first; "
            f"see `outreach reviews list {round_id}`."
        )
    return Started(started, queued, _waiting(session, round_id, now))


def _refuse_what_blocks(session: Session, round_id: int, looked: Looked | None, now: datetime) -> None:
    if not get_round(session, round_id).live:
        return
    if looked is None:
        raise Refused(f"Round {round_id} is live: start it where mail, its relay and DNS can be looked at.")
    findings = [*preflight(session, round_id=round_id, way=looked.way, now=now), *looked.findings]
    blocking = [finding for finding in findings if finding.blocks]
    if blocking:
        first = f"{blocking[0].subject}: {blocking[0].told}"
        things = "thing stands" if len(blocking) == 1 else "things stand"
        raise Refused(
            f"{len(blocking)} {things} in the way of live round {round_id}; "
            f"see `outreach delivery preflight --round {round_id}`. First: {first}"
        )


def why_not_started(session: Session, *, round_id: int, looked: Looked | None, now: datetime) -> str | None:
    """Why a scheduled round could not be started now, in one sentence; None when it could. Changes nothing.

    `looked` is what `look` gave.

    Raises:
        NotFound: there is no such round.
    """
    try:
        _refuse_what_blocks(session, round_id, looked, now)
    except Refused as refused:
        return str(refused)
    included = list_addressees(session, round_id=round_id, included=True)
    if len(_waiting(session, round_id, now)) == len(included):
        return f"Nothing of round {round_id} is approved."
    openings = [one.opens_at for one in included if one.opens_at]
    if openings and is_too_late(min(openings), now):
        return f"The letters of round {round_id} are dated more than seven days ago."
    return None


def cancel_round(session: Session, *, round_id: int, actor: Actor, now: datetime) -> Ended:
    """Call a round off and cancel what is unsent. Raises as `steer.cancel`."""
    cancelled = steer.cancel(session, round_id=round_id, actor=actor, now=now)
    return Ended(cancelled, sweep(session, actor=actor, now=now))


def close_round(session: Session, *, round_id: int, actor: Actor, now: datetime) -> Ended:
    """End a round; what is unsent expires. Raises as `steer.close`."""
    closed = steer.close(session, round_id=round_id, actor=actor, now=now)
    return Ended(closed, sweep(session, actor=actor, now=now))


def _waiting(session: Session, round_id: int, now: datetime) -> tuple[str, ...]:
    """Included offices without a parcel that may leave, in the order of the plan."""
    ready = {
        parcel.addressee_id
        for parcel in list_parcels(session, round_id=round_id)
        if why_invalid(session, parcel_id=parcel.id, now=now) is None
    }
    included = list_addressees(session, round_id=round_id, included=True)
    return tuple(addressee.office_key for addressee in included if addressee.id not in ready)
