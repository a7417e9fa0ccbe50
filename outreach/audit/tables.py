"""Rows of the ledger."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, json_column, seed


class LedgerEntry(SQLModel, table=True):
    """One act. `entry_sha256` covers every other column and the hash of the entry before (`previous_sha256`)."""

    __tablename__ = "audit_ledger"

    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=80)
    action: str = Field(max_length=80, index=True)
    subject: str = Field(max_length=200, index=True)
    facts: dict[str, Any] = Field(sa_column=json_column())
    previous_sha256: str = Field(max_length=64)
    entry_sha256: str = Field(max_length=64)


class LedgerHead(SQLModel, table=True):
    """The end of the chain: one row, whose update makes writers wait for each other."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True)
    number: int
    entry_sha256: str = Field(max_length=64)


FIRST = "0" * 64
"""The hash before the first entry."""

seed(LedgerHead, f"INSERT INTO audit_head (id, number, entry_sha256) VALUES (1, 0, '{FIRST}')")
