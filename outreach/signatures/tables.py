"""Rows of counts. Names and addresses of signers are never stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, json_column


class Snapshot(SQLModel, table=True):
    """Counts at one moment, immutable but for the withdrawal.

    `countries` is a list of `{"code": ISO 3166-1 alpha-2 or source's own, "name": str, "count": int,
    "regions": [{"name": str, "count": int}]}`; `total` is what the source
    states, and may differ from the sum.
    """

    __tablename__ = "signatures_snapshots"
    __table_args__ = (UniqueConstraint("campaign_id", "source_sha256", "as_of"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="petition_campaigns.id", index=True)
    as_of: datetime = Field(sa_type=UtcDateTime)
    total: int
    countries: list[Any] = Field(sa_column=json_column())
    sample: bool
    format: str
    source_name: str
    source_sha256: str = Field(max_length=64)
    imported_at: datetime = Field(sa_type=UtcDateTime)
    imported_by: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: str | None = None
    withdrawn_reason: str | None = None


class Disclosed(SQLModel, table=True):
    """The table that was printed of a snapshot, kept so that a later one cannot reveal by comparison."""

    __tablename__ = "signatures_disclosed"

    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="signatures_snapshots.id", unique=True)
    sha256: str = Field(max_length=64)
    body: dict[str, Any] = Field(sa_column=json_column())
    disclosed_at: datetime = Field(sa_type=UtcDateTime)
