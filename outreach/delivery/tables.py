"""Rows of deliveries, their attempts, and the evidence of what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column, seed
from outreach.delivery.status import DeliveryStatus, Outcome, Rung
from outreach.recipients.status import Channel


class Delivery(SQLModel, table=True):
    """One approved parcel on its way out; the row is the queue.

    Its `claims` number the attempts; `tries` are those of them that count towards giving up.
    """

    __tablename__ = "delivery_deliveries"

    id: int | None = Field(default=None, primary_key=True)
    parcel_id: int = Field(foreign_key="reviews_parcels.id", unique=True)
    addressee_id: int = Field(foreign_key="rounds_addressees.id", unique=True)
    round_id: int = Field(foreign_key="rounds_rounds.id", index=True)
    channel: Channel = Field(sa_column=enum_column(Channel))
    status: DeliveryStatus = Field(sa_column=enum_column(DeliveryStatus, index=True))
    queued_at: datetime = Field(sa_type=UtcDateTime)
    opens_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    next_attempt_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_by: str | None = None
    claims: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    tries: int = 0
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: str | None = None
    settled_because: str | None = None


class Attempt(SQLModel, table=True):
    """One try over SMTP, written before the network is touched; `outcome` stays empty until it is known."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery_deliveries.id")
    number: int
    message_id: str = Field(unique=True)
    worker: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: Outcome | None = Field(default=None, sa_column=enum_column(Outcome, nullable=True))
    reply_code: int | None = None
    enhanced_status: str | None = None
    reply_text: str | None = None
    host: str | None = None
    tls: str | None = None
    eml_sha256: str | None = Field(default=None, max_length=64)


class Evidence(SQLModel, table=True):
    """One proof of how far a delivery came. Appended, never changed; the same proof counts once."""

    __tablename__ = "delivery_evidence"
    __table_args__ = (UniqueConstraint("delivery_id", "rung", "source"),)

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery_deliveries.id")
    rung: Rung = Field(sa_column=enum_column(Rung))
    at: datetime = Field(sa_type=UtcDateTime)
    source: str
    detail: dict[str, Any] = Field(sa_column=json_column())
    blob_sha256: str | None = Field(default=None, max_length=64)
    noted_at: datetime = Field(sa_type=UtcDateTime)
    noted_by: str


class EvidenceWithdrawal(SQLModel, table=True):
    """A proof was none: it counts no more, until somebody takes that back (`lifted_at`). Its row stays."""

    __tablename__ = "delivery_evidence_withdrawals"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="delivery_evidence.id", index=True)
    reason: str
    withdrawn_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_by: str
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Departure(SQLModel, table=True):
    """When the next mail to a domain, or of a round with its own pace, may leave; the row of no domain is for all
    together, and writers' lock."""

    __tablename__ = "delivery_departures"

    domain: str = Field(primary_key=True, max_length=254)
    free_at: datetime = Field(sa_type=UtcDateTime)


seed(Departure, "INSERT INTO delivery_departures (domain, free_at) VALUES ('', '2000-01-01 00:00:00')")


class SendingStop(SQLModel, table=True):
    """The kill switch: as long as a row stands that nobody lifted, nothing is claimed, on any machine."""

    __tablename__ = "delivery_stops"

    id: int | None = Field(default=None, primary_key=True)
    stopped_at: datetime = Field(sa_type=UtcDateTime)
    stopped_by: str
    reason: str
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    lifted_by: str | None = None
