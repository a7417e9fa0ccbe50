"""Rows of parcels and the decisions about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column
from outreach.reviews.status import ReviewStatus


class Parcel(SQLModel, table=True):
    """What one addressee gets: a manifest and its hash. A change makes a new number."""

    __tablename__ = "reviews_parcels"
    __table_args__ = (UniqueConstraint("addressee_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="rounds_rounds.id", index=True)
    addressee_id: int = Field(foreign_key="rounds_addressees.id", index=True)
    number: int
    manifest: dict[str, Any] = Field(sa_column=json_column())
    manifest_sha256: str = Field(max_length=64)
    packed_at: datetime = Field(sa_type=UtcDateTime)
    asked_by: str


class Review(SQLModel, table=True):
    """The decision about one parcel; `manifest_sha256` is what was decided on.

    `native_reader` is who checked the letter for somebody who does not read its language.
    """

    __tablename__ = "reviews_reviews"

    id: int | None = Field(default=None, primary_key=True)
    parcel_id: int = Field(foreign_key="reviews_parcels.id", unique=True)
    status: ReviewStatus = Field(sa_column=enum_column(ReviewStatus, index=True))
    manifest_sha256: str = Field(max_length=64)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str | None = None
    comment: str = ""
    batch: str | None = Field(default=None, index=True)
    seen: bool = False
    native_reader: str | None = None
