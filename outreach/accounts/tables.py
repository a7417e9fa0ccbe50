"""Rows of users."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, json_column


class User(SQLModel, table=True):
    """A person who signs in. `roles` is a list of Role values; `languages` are BCP 47 tags they read."""

    __tablename__ = "accounts_users"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=64)
    full_name: str = Field(max_length=200)
    roles: list[Any] = Field(sa_column=json_column())
    languages: list[Any] = Field(sa_column=json_column())
    added_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
