"""Rows of rounds and their addressees."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column
from outreach.recipients.status import Channel, HolderForm
from outreach.rounds.status import Purpose, RoundStatus


class Round(SQLModel, table=True):
    """One wave of letters about one petition version and one snapshot; `narrow` as in `rounds.narrow`.

    `per_minute` mails leave in a minute at most, where that is less than the installation's pace.
    """

    __tablename__ = "rounds_rounds"
    __table_args__ = (UniqueConstraint("campaign_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="petition_campaigns.id", index=True)
    name: str = Field(max_length=80)
    version_id: int = Field(foreign_key="petition_versions.id")
    snapshot_id: int = Field(foreign_key="signatures_snapshots.id")
    status: RoundStatus = Field(sa_column=enum_column(RoundStatus, index=True))
    resumes_to: RoundStatus | None = Field(default=None, sa_column=enum_column(RoundStatus, nullable=True))
    live: bool
    planned_by: str
    planned_at: datetime = Field(sa_type=UtcDateTime)
    dispatch_on: date | None = None
    window_days: int
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    narrow: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    per_minute: int | None = None


class Addressee(SQLModel, table=True):
    """One office in one round: how it is written to, or the reason why it is left out."""

    __tablename__ = "rounds_addressees"
    __table_args__ = (UniqueConstraint("round_id", "contact_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="rounds_rounds.id", index=True)
    government: str = Field(foreign_key="recipients_governments.code", index=True)
    office_key: str = Field(foreign_key="recipients_offices.key", index=True)
    contact_id: int | None = Field(default=None, foreign_key="recipients_contacts.id")
    channel: Channel | None = Field(default=None, sa_column=enum_column(Channel, nullable=True))
    languages: list[Any] = Field(sa_column=json_column())
    holder_form: HolderForm | None = Field(default=None, sa_column=enum_column(HolderForm, nullable=True))
    included: bool
    left_out_because: str | None = None
    purpose: Purpose = Field(sa_column=enum_column(Purpose))
    replaces: int | None = Field(default=None, foreign_key="rounds_addressees.id")
    in_reply_to: str | None = None
    opens_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closes_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
