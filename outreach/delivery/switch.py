"""The kill switch: stop all sending at once, on every machine; lift it again."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import sha256_of
from outreach.delivery.tables import SendingStop
from outreach.errors import BadInput, WrongStatus


def stop_sending(session: Session, *, reason: str, actor: Actor, now: datetime) -> None:
    """Nothing more is claimed; a mail that a server is just taking is finished. Stopping twice is no error.

    Raises:
        BadInput: there is no reason.
        NotAllowed: the actor is neither staff, organiser, coordinator nor admin.
    """
    actor.require_role(*Role)
    if not reason:
        raise BadInput("Say why all sending is to stop: those who come next must know.")
    session.add(SendingStop(stopped_at=now, stopped_by=actor.name, reason=reason))
    facts = {"reason_sha256": sha256_of(reason.encode())}
    audit.record(session, actor=actor, action="delivery.stopped", subject="delivery", now=now, facts=facts)


def allow_sending(session: Session, *, actor: Actor, now: datetime) -> None:
    """Lift the stop.

    Raises:
        NotAllowed: the actor is not a person on the staff or an admin.
        WrongStatus: nothing is stopped.
    """
    actor.require_person()
    actor.require(Role.STAFF, Role.ADMIN)
    stops = session.exec(select(SendingStop).where(col(SendingStop.lifted_at).is_(None))).all()
    if not stops:
        raise WrongStatus("Sending is not stopped: nothing to lift.")
    for stop in stops:
        stop.lifted_at, stop.lifted_by = now, actor.name
    audit.record(session, actor=actor, action="delivery.allowed", subject="delivery", now=now)
