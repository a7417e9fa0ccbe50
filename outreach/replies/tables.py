"""Rows of mail that came in. The raw bytes are a blob, stored before anything else happens."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column
from outreach.delivery.status import DeliveryStatus
from outreach.replies.status import Act, MatchedBy, ReplyKind, ReplyStatus


class Mail(SQLModel, table=True):
    """One mail. `finding` is what the classifier found, as `outreach replies classify --json` prints it.

    `kind` is what it counts as: a coordinator may say otherwise than the finding. `guesses` are pairs of a
    delivery and how many characters its token differs from a damaged one in the mail.
    """

    __tablename__ = "replies_mails"

    id: int | None = Field(default=None, primary_key=True)
    raw_sha256: str = Field(unique=True, max_length=64)
    size: int
    collected_at: datetime = Field(sa_type=UtcDateTime)
    status: ReplyStatus = Field(sa_column=enum_column(ReplyStatus, index=True))
    kind: ReplyKind | None = Field(default=None, sa_column=enum_column(ReplyKind, nullable=True, index=True))
    from_address: str = ""
    subject: str = ""
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finding: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    guesses: list[Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    raw_erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MailSeen(SQLModel, table=True):
    """Where a mail was found, so that collecting twice changes nothing. `uid` is the mailbox's own key."""

    __tablename__ = "replies_seen"
    __table_args__ = (UniqueConstraint("mailbox", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    uid: str
    mail_id: int = Field(foreign_key="replies_mails.id", index=True)


class MailMatch(SQLModel, table=True):
    """A mail belongs to a delivery; moving it adds a row and ends this one."""

    __tablename__ = "replies_matches"

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = Field(foreign_key="replies_mails.id", index=True)
    delivery_id: int = Field(foreign_key="delivery_deliveries.id", index=True)
    matched_by: MatchedBy = Field(sa_column=enum_column(MatchedBy))
    matched_at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None


class MailNumber(SQLModel, table=True):
    """An office's own file number in a mail that belongs to a delivery, by which later mails find it."""

    __tablename__ = "replies_numbers"

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = Field(foreign_key="replies_mails.id", index=True)
    number: str = Field(index=True)
    domain: str


class MailEffect(SQLModel, table=True):
    """A mail settled a delivery: what is taken back when the mail was something else, or of another letter."""

    __tablename__ = "replies_effects"

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = Field(foreign_key="replies_mails.id", index=True)
    delivery_id: int = Field(foreign_key="delivery_deliveries.id", index=True)
    became: DeliveryStatus = Field(sa_column=enum_column(DeliveryStatus))
    at: datetime = Field(sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MailAct(SQLModel, table=True):
    """What a person did to a mail. `was` is what undoing it restores: the kind, the status, or the ties."""

    __tablename__ = "replies_acts"

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = Field(foreign_key="replies_mails.id", index=True)
    act: Act = Field(sa_column=enum_column(Act))
    was: dict[str, Any] = Field(sa_column=json_column())
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: str | None = None
