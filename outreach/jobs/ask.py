"""Ask for a job, and ask that it stop."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor
from outreach.errors import Conflict, Refused
from outreach.jobs.end import end
from outreach.jobs.status import JobKind, JobStatus
from outreach.jobs.store import JobInfo, find_running, get_job
from outreach.jobs.tables import Job

LOST = "Its process was lost (out of memory, or the service was stopped): ask for it again."


def ask(session: Session, *, kind: JobKind, subject: str, actor: Actor, now: datetime) -> JobInfo | None:
    """A new job on the subject; None when one of this kind runs already, which whoever asks second joins.

    Raises:
        NotAllowed: the actor is a part of the system.
        Refused: something else is being done to the subject.
        Conflict: somebody else asked at this very moment.
    """
    actor.require_person()
    running = find_running(session, subject=subject)
    if running is not None and running.is_lost(now):
        end(session, job_id=running.id, status=JobStatus.FAILED, problems=[LOST], now=now)
        running = None
    if running is not None:
        if running.kind is kind:
            return None
        raise Refused(f"A {running.kind} of it runs, which {running.asked_by} asked for: wait until it ends.")
    row = Job(
        kind=kind,
        subject=subject,
        held=subject,
        status=JobStatus.RUNNING,
        asked_by=actor.name,
        asked_at=now,
        alive_at=now,
        problems=[],
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("Somebody else asked for it at this very moment: look again.") from error
    assert row.id is not None
    audit.record(session, actor=actor, action=f"{kind}.asked", subject=subject, now=now, facts={"job": row.id})
    return get_job(session, row.id)


def ask_to_stop(session: Session, *, job_id: int, actor: Actor, now: datetime) -> JobInfo:
    """Ask that a job stop: its process does so after the thing in hand, and keeps nothing.

    Raises:
        NotAllowed: the actor is a part of the system.
        NotFound: there is no such job.
        Refused: it is over already.
    """
    actor.require_person()
    found = get_job(session, job_id)
    if found.status is not JobStatus.RUNNING:
        raise Refused(f"It is {found.status} already.")
    row = session.get(Job, job_id, populate_existing=True)
    assert row is not None
    row.stop_asked_by = actor.name
    session.flush()
    facts = {"job": job_id}
    audit.record(
        session, actor=actor, action=f"{found.kind}.stop_asked", subject=found.subject, now=now, facts=facts
    )
    return (
        end(session, job_id=job_id, status=JobStatus.FAILED, problems=[LOST], now=now)
        if found.is_lost(now)
        else get_job(session, job_id)
    )
