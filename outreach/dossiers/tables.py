"""Rows of built documents, whose bytes are blobs, and of what they tell of earlier rounds."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column


class DocumentKind(StrEnum):
    """What a PDF is."""

    LETTER = "letter"
    """One or two pages to one addressee in one language."""
    DOSSIER = "dossier"
    """The same bytes for every office of one government and language."""


class KeptHistory(SQLModel, table=True):
    """What the documents for one government in one round were told of earlier rounds; the newest is in use."""

    __tablename__ = "dossiers_histories"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="rounds_rounds.id", index=True)
    government: str = Field(foreign_key="recipients_governments.code")
    sha256: str = Field(max_length=64)
    body: dict[str, Any] = Field(sa_column=json_column())
    kept_at: datetime = Field(sa_type=UtcDateTime)


class Document(SQLModel, table=True):
    """One validated PDF. `inputs_sha256` covers everything it was made of; a rebuild adds a row."""

    __tablename__ = "dossiers_documents"
    __table_args__ = (
        UniqueConstraint("round_id", "kind", "government", "language", "addressee_id", "inputs_sha256"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="rounds_rounds.id", index=True)
    kind: DocumentKind = Field(sa_column=enum_column(DocumentKind))
    government: str = Field(foreign_key="recipients_governments.code")
    language: str = Field(max_length=16)
    addressee_id: int | None = Field(default=None, foreign_key="rounds_addressees.id", index=True)
    sha256: str = Field(max_length=64, index=True)
    inputs_sha256: str = Field(max_length=64)
    size: int
    pages: int
    file_name: str
    built_at: datetime = Field(sa_type=UtcDateTime)
    asked_by: str
