"""Give a round its dispatch day: every addressee gets a window in its government's own office hours."""

from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput
from outreach.recipients.closures import days_for, standing_closures
from outreach.recipients.store import list_governments, offices_by_key, time_zones
from outreach.rounds.calendar import window
from outreach.rounds.scope import require_round
from outreach.rounds.status import RoundStatus
from outreach.rounds.steer import move, require_status
from outreach.rounds.store import RoundInfo, get_round, list_addressees
from outreach.rounds.tables import Addressee

LONGEST_WINDOW_DAYS = 60
FARTHEST = timedelta(days=366)


def schedule(
    session: Session, *, round_id: int, dispatch_on: date, window_days: int, actor: Actor, now: datetime
) -> RoundInfo:
    """Schedule a planned round, or give a scheduled one another day (its letters then need a new version).

    Raises:
        NotAllowed: the actor is not staff.
        BadInput: the day is past or more than a year away, or the window is not 1 to 60 days long.
        WrongStatus: the round is already open, paused or over.
        Conflict: somebody else moved the round meanwhile.
    """
    require_round(session, actor, Role.STAFF, round_id=round_id)
    _refuse_wrong_day(dispatch_on, window_days, now)
    current = get_round(session, round_id)
    require_status(current, RoundStatus.PLANNED, RoundStatus.SCHEDULED, done="scheduled")
    move(
        session,
        current,
        RoundStatus.SCHEDULED,
        values={"dispatch_on": dispatch_on, "window_days": window_days},
    )
    for government in list_governments(session):
        opens_at, closes_at = window(
            government.code, time_zone=government.time_zone, dispatch_on=dispatch_on, window_days=window_days
        )
        of_government = (col(Addressee.round_id) == round_id, col(Addressee.government) == government.code)
        session.exec(update(Addressee).where(*of_government).values(opens_at=opens_at, closes_at=closes_at))
    _move_out_of_closures(session, round_id, dispatch_on, window_days)
    audit.record(
        session,
        actor=actor,
        action="round.scheduled",
        subject=f"round:{round_id}",
        now=now,
        facts={"dispatch_on": dispatch_on.isoformat(), "window_days": window_days},
    )
    return get_round(session, round_id)


def _move_out_of_closures(session: Session, round_id: int, dispatch_on: date, window_days: int) -> None:
    """An office in recess on that day gets its letter when it works again, if anybody knows when."""
    closures = standing_closures(session)
    if not closures:
        return
    addressees = list_addressees(session, round_id=round_id)
    offices = offices_by_key(session, keys={one.office_key for one in addressees})
    zones = time_zones(session, codes={one.government for one in addressees})
    for one in addressees:
        closed = days_for(closures, offices[one.office_key])
        if closed:
            opens_at, closes_at = window(
                one.government,
                time_zone=zones[one.government],
                dispatch_on=dispatch_on,
                window_days=window_days,
                closed=closed,
            )
            of_one = col(Addressee.id) == one.id
            session.exec(update(Addressee).where(of_one).values(opens_at=opens_at, closes_at=closes_at))


def _refuse_wrong_day(dispatch_on: date, window_days: int, now: datetime) -> None:
    # The day before in UTC can still be today somewhere west.
    if dispatch_on < now.date() - timedelta(days=1):
        raise BadInput(f"{dispatch_on} is past: choose a day from {now.date()} on.")
    if dispatch_on > now.date() + FARTHEST:
        raise BadInput(f"{dispatch_on} is more than a year away: check the year.")
    if not 1 <= window_days <= LONGEST_WINDOW_DAYS:
        raise BadInput(f"A window is 1 to {LONGEST_WINDOW_DAYS} days long, not {window_days}.")
