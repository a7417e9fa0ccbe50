"""Rows of notices, of the mails that carry them, of what people chose, and of signs of life."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column
from outreach.notices.status import MailStatus, NoticeKind


class Choice(SQLModel, table=True):
    """Where one person wants notices, and which not (`declined` holds kinds). `digest_hour` is of UTC."""

    __tablename__ = "notices_choices"

    user_name: str = Field(primary_key=True, foreign_key="accounts_users.name")
    address: str = Field(max_length=254)
    declined: list[Any] = Field(sa_column=json_column())
    digest_hour: int


class NoticeMail(SQLModel, table=True):
    """One mail to one person; all that waited for them goes in one."""

    __tablename__ = "notices_mails"

    id: int | None = Field(default=None, primary_key=True)
    user_name: str = Field(foreign_key="accounts_users.name", index=True)
    status: MailStatus = Field(sa_column=enum_column(MailStatus, index=True))
    message_id: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply_text: str = ""


class Notice(SQLModel, table=True):
    """One event, told to one person. `lines` are the counts, words and addresses of a digest."""

    __tablename__ = "notices_notices"
    __table_args__ = (UniqueConstraint("event", "user_name"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: NoticeKind = Field(sa_column=enum_column(NoticeKind))
    event: str = Field(max_length=200)
    user_name: str = Field(foreign_key="accounts_users.name", index=True)
    path: str = Field(max_length=200)
    lines: list[Any] = Field(sa_column=json_column())
    noted_at: datetime = Field(sa_type=UtcDateTime)
    mail_id: int | None = Field(default=None, foreign_key="notices_mails.id", index=True)


class Beat(SQLModel, table=True):
    """The last sign of life of a part of the service. `position` is how far it has read the ledger."""

    __tablename__ = "notices_beats"

    part: str = Field(primary_key=True, max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
    position: int = 0
