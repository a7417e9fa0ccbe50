"""Rows of recesses and dissolutions."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column
from outreach.recipients.status import ClosureKind


class Closure(SQLModel, table=True):
    """Days on which an office, or every office of a parliament, is not written to. Both days belong to it; without
    a last day it lasts until a person ends it."""

    __tablename__ = "recipients_closures"

    id: int | None = Field(default=None, primary_key=True)
    government: str = Field(foreign_key="recipients_governments.code", index=True)
    office_key: str | None = Field(default=None, foreign_key="recipients_offices.key")
    kind: ClosureKind = Field(sa_column=enum_column(ClosureKind))
    first_day: date
    last_day: date | None = None
    source: str
    noted_at: datetime = Field(sa_type=UtcDateTime)
    noted_by: str
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None
    ended_because: str | None = None
