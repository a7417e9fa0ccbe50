"""Rows of jobs."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column
from outreach.jobs.status import JobKind, JobStatus


class Job(SQLModel, table=True):
    """One piece of work on a subject such as `round:3`. `held` is the subject while it runs, so that two at once
    are refused by the database; `alive_at` is the last sign of life of its process."""

    __tablename__ = "jobs_jobs"

    id: int | None = Field(default=None, primary_key=True)
    kind: JobKind = Field(sa_column=enum_column(JobKind))
    subject: str = Field(max_length=200, index=True)
    held: str | None = Field(default=None, max_length=200, unique=True)
    status: JobStatus = Field(sa_column=enum_column(JobStatus))
    part: str = Field(default="", max_length=40)
    done: int = 0
    total: int = 0
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    alive_at: datetime = Field(sa_type=UtcDateTime)
    stop_asked_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    result: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    problems: list[Any] = Field(sa_column=json_column())
