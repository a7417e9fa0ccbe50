"""Reads of jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from outreach.errors import NotFound
from outreach.jobs.status import JobKind, JobStatus
from outreach.jobs.tables import Job

PATIENCE = timedelta(seconds=90)
"""A job that gave no sign of life for so long has lost its process."""


@dataclass(frozen=True, slots=True)
class JobInfo:
    """One job. `done` of `total` things of `part` are made; `problems` are sentences, with file and line."""

    id: int
    kind: JobKind
    subject: str
    status: JobStatus
    part: str
    done: int
    total: int
    asked_by: str
    asked_at: datetime
    alive_at: datetime
    stop_asked_by: str | None
    ended_at: datetime | None
    result: Mapping[str, Any] | None
    problems: tuple[str, ...]

    def is_lost(self, now: datetime) -> bool:
        """Whether its process is gone without having said so."""
        return self.status is JobStatus.RUNNING and self.alive_at + PATIENCE < now


def get_job(session: Session, job_id: int) -> JobInfo:
    """The job; raises NotFound."""
    row = session.get(Job, job_id, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no job {job_id}.")
    return _info(row)


def find_running(session: Session, *, subject: str) -> JobInfo | None:
    """What runs on a subject now, whichever kind it is."""
    query = select(Job).where(Job.held == subject).execution_options(populate_existing=True)
    row = session.exec(query).one_or_none()
    return None if row is None else _info(row)


def find_newest(session: Session, *, subject: str, kind: JobKind) -> JobInfo | None:
    """The last job of a kind on a subject, over or not."""
    query = select(Job).where(Job.subject == subject, Job.kind == kind).order_by(col(Job.id).desc())
    row = session.exec(query.limit(1).execution_options(populate_existing=True)).one_or_none()
    return None if row is None else _info(row)


def _info(row: Job) -> JobInfo:
    values = row.model_dump(exclude={"held", "problems"})
    return JobInfo(**values, problems=tuple(row.problems))
