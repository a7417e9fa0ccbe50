"""A job's own process says how far it is, and how it ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from outreach.jobs.status import JobStatus
from outreach.jobs.store import JobInfo, get_job
from outreach.jobs.tables import Job


def note(session: Session, *, job_id: int, part: str, done: int, total: int, now: datetime) -> bool:
    """Note how far a job is; whether it may go on: it runs still, and nobody asked that it stop."""
    _update(session, job_id, part=part, done=done, total=total, alive_at=now)
    return _goes_on(get_job(session, job_id))


def note_alive(session: Session, *, job_id: int, now: datetime) -> bool:
    """Note a sign of life; whether the job may go on."""
    _update(session, job_id, alive_at=now)
    return _goes_on(get_job(session, job_id))


def end(
    session: Session,
    *,
    job_id: int,
    status: JobStatus,
    result: Mapping[str, Any] | None = None,
    problems: Sequence[str] = (),
    now: datetime,
) -> JobInfo:
    """Note how a job ended; one that is over already stays as it is."""
    _update(
        session,
        job_id,
        status=status,
        result=None if result is None else dict(result),
        problems=list(problems),
        ended_at=now,
        held=None,
    )
    return get_job(session, job_id)


def _update(session: Session, job_id: int, **values: Any) -> None:
    running = (col(Job.id) == job_id, col(Job.status) == JobStatus.RUNNING)
    session.exec(update(Job).where(*running).values(**values))


def _goes_on(job: JobInfo) -> bool:
    return job.status is JobStatus.RUNNING and job.stop_asked_by is None
