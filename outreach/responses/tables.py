"""Rows of answers. A correction supersedes; nothing is overwritten."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column
from outreach.responses.status import AnswerChannel, CommitmentOutcome, Disclosure, Position


class Response(SQLModel, table=True):
    """One answer of one office."""

    __tablename__ = "responses_responses"

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery_deliveries.id", index=True)
    mail_id: int | None = Field(default=None, foreign_key="replies_mails.id", index=True)
    received_on: date
    channel: AnswerChannel = Field(sa_column=enum_column(AnswerChannel))
    reference_number: str = ""
    summary: str = ""
    disclosure: Disclosure = Field(sa_column=enum_column(Disclosure))
    supersedes: int | None = Field(default=None, foreign_key="responses_responses.id", unique=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str


class ResponsePosition(SQLModel, table=True):
    """What one answer says about one demand."""

    __tablename__ = "responses_positions"
    __table_args__ = (UniqueConstraint("response_id", "demand"),)

    id: int | None = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="responses_responses.id", index=True)
    demand: str = Field(max_length=64)
    position: Position = Field(sa_column=enum_column(Position))
    note: str = ""


class Commitment(SQLModel, table=True):
    """Something an office said it will do, by when."""

    __tablename__ = "responses_commitments"

    id: int | None = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="responses_responses.id", index=True)
    what: str
    due_on: date | None = None
    outcome: CommitmentOutcome | None = Field(
        default=None, sa_column=enum_column(CommitmentOutcome, nullable=True)
    )
    outcome_on: date | None = None
    outcome_source: str | None = None


class ResponseFile(SQLModel, table=True):
    """A scan or photo of an answer."""

    __tablename__ = "responses_files"
    __table_args__ = (UniqueConstraint("response_id", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="responses_responses.id", index=True)
    name: str
    sha256: str = Field(max_length=64)
    size: int
    media_type: str


class FollowUp(SQLModel, table=True):
    """What the campaign does next about a delivery, and by when."""

    __tablename__ = "responses_follow_ups"

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery_deliveries.id", index=True)
    what: str
    due_on: date = Field(index=True)
    planned_at: datetime = Field(sa_type=UtcDateTime)
    planned_by: str
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: str | None = None
    note: str = ""
