"""Rows of campaigns and of their frozen petition versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column
from outreach.petition.status import ReviewState


class Campaign(SQLModel, table=True):
    """One petition campaign; several can live in one installation."""

    __tablename__ = "petition_campaigns"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=64)
    name: str


class PetitionVersion(SQLModel, table=True):
    """The campaign file and all its texts, frozen together. Only the withdrawal is ever added."""

    __tablename__ = "petition_versions"
    __table_args__ = (UniqueConstraint("campaign_id", "number"), UniqueConstraint("campaign_id", "sha256"))

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="petition_campaigns.id", index=True)
    number: int
    sha256: str = Field(max_length=64)
    campaign: dict[str, Any] = Field(sa_column=json_column())
    frozen_at: datetime = Field(sa_type=UtcDateTime)
    frozen_by: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: str | None = None
    withdrawn_reason: str | None = None


class PetitionText(SQLModel, table=True):
    """One language of a version. `body` is the text file as data."""

    __tablename__ = "petition_texts"
    __table_args__ = (UniqueConstraint("version_id", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="petition_versions.id", index=True)
    language: str = Field(max_length=16)
    sha256: str = Field(max_length=64)
    review: ReviewState = Field(sa_column=enum_column(ReviewState))
    body: dict[str, Any] = Field(sa_column=json_column())
