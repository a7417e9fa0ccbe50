"""Record that a parliament or an office is not written to for some days: a recess, or a dissolution."""

from datetime import date, datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, WrongStatus
from outreach.recipients.closure_tables import Closure
from outreach.recipients.closures import ClosureInfo, get_closure
from outreach.recipients.status import ClosureKind
from outreach.recipients.store import get_government, get_office


def close(
    session: Session,
    *,
    place: str,
    kind: ClosureKind,
    first_day: date,
    last_day: date | None,
    source: str,
    actor: Actor,
    now: datetime,
) -> ClosureInfo:
    """Nothing live leaves on these days, both included; without `last_day` until a person ends it.

    `place` is a government's code, meaning the offices of its parliament, or one office's key.

    Raises:
        BadInput: the days are the wrong way round, or there is no source.
        NotAllowed: the actor is neither staff nor a coordinator of that government.
        NotFound: there is no such government or office.
    """
    actor.require_role(Role.STAFF, Role.COORDINATOR)
    is_office = "-" in place
    code = get_office(session, place).government if is_office else get_government(session, place).code
    actor.require(Role.STAFF, Role.COORDINATOR, governments=[code])
    if last_day is not None and last_day < first_day:
        raise BadInput(f"{last_day} is before {first_day}: give the first and the last day.")
    if not source.strip():
        raise BadInput("Say where that is stated: the source is kept with it.")
    row = Closure(
        government=code,
        office_key=place if is_office else None,
        kind=kind,
        first_day=first_day,
        last_day=last_day,
        source=source.strip(),
        noted_at=now,
        noted_by=actor.name,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    facts = {"place": place, "kind": kind, "from": str(first_day), "until": str(last_day) if last_day else None}
    subject = f"closure:{row.id}"
    audit.record(session, actor=actor, action="closure.recorded", subject=subject, now=now, facts=facts)
    return get_closure(session, row.id)


def reopen(session: Session, *, closure_id: int, reason: str, actor: Actor, now: datetime) -> ClosureInfo:
    """End it: it was wrong, or the office works again.

    Raises:
        BadInput: no reason is given.
        NotAllowed: the actor is neither staff nor a coordinator of that government, or no person.
        NotFound: there is no such closure.
        WrongStatus: it was ended before.
    """
    actor.require_role(Role.STAFF, Role.COORDINATOR)
    actor.require_person()
    if not reason.strip():
        raise BadInput("Say why it ends: the reason is kept with it.")
    known = get_closure(session, closure_id)
    actor.require(Role.STAFF, Role.COORDINATOR, governments=[known.government])
    if known.ended_at is not None:
        raise WrongStatus(f"Closure {closure_id} was ended before, by {known.ended_by}.")
    row = session.get(Closure, closure_id)
    assert row is not None
    row.ended_at, row.ended_by, row.ended_because = now, actor.name, reason.strip()
    session.flush()
    subject = f"closure:{closure_id}"
    audit.record(session, actor=actor, action="closure.ended", subject=subject, now=now)
    return get_closure(session, closure_id)
