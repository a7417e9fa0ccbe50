"""Rows of governments, offices, holders, contacts, checks, flags, proposals and objections."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.db import UtcDateTime, enum_column, json_column
from outreach.recipients.status import Channel, HolderForm, ProposalStatus, Scope


class Government(SQLModel, table=True):
    """A country (ISO 3166-1 alpha-2) or `EU`. `languages` are BCP 47 tags, the default first."""

    __tablename__ = "recipients_governments"

    code: str = Field(primary_key=True, max_length=2)
    name: str
    names: dict[str, Any] = Field(sa_column=json_column())
    languages: list[Any] = Field(sa_column=json_column())
    time_zone: str
    notes: list[Any] = Field(sa_column=json_column())
    seed_sha256: str = Field(max_length=64)


class Office(SQLModel, table=True):
    """An institution. `forms` holds addressee, salutation and closing per language, as lists of {holder, text}.

    A legislator's seat has `imported_from`, the source that brought it, and the `region` it speaks for.
    """

    __tablename__ = "recipients_offices"

    key: str = Field(primary_key=True, max_length=64)
    government: str = Field(foreign_key="recipients_governments.code", index=True)
    branch: str
    role: str
    name: str
    names: dict[str, Any] = Field(sa_column=json_column())
    languages: list[Any] = Field(sa_column=json_column())
    forms: dict[str, Any] = Field(sa_column=json_column())
    website: str
    confidence: dict[str, Any] = Field(sa_column=json_column())
    sources: list[Any] = Field(sa_column=json_column())
    verified: bool
    notes: str
    seed_sha256: str = Field(max_length=64)
    region: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    imported_from: str | None = Field(default=None, index=True)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Holder(SQLModel, table=True):
    """The person in an office, for a time: the form of address they use and who says so.

    `imported_from` is the source of an import; None when a person recorded it.
    """

    __tablename__ = "recipients_holders"

    id: int | None = Field(default=None, primary_key=True)
    office_key: str = Field(foreign_key="recipients_offices.key", index=True)
    form: HolderForm = Field(sa_column=enum_column(HolderForm))
    name: str = ""
    since: date | None = None
    until: date | None = None
    source: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str
    imported_from: str | None = None


class Import(SQLModel, table=True):
    """One file of legislators that was taken in, and how much it changed. `source` says what it may retire."""

    __tablename__ = "recipients_imports"

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(index=True)
    format: str
    government: str = Field(foreign_key="recipients_governments.code")
    file_name: str
    sha256: str = Field(max_length=64)
    counts: dict[str, Any] = Field(sa_column=json_column())
    imported_at: datetime = Field(sa_type=UtcDateTime)
    imported_by: str


class Contact(SQLModel, table=True):
    """One way to reach an office. `value` is an address, a URL, or the envelope's lines joined by line feeds.

    `seed_sha256` is of the value that the file gave, empty when a person added the contact in the database.
    `limits` is what a web form takes (`FormLimits` as data), None where it is not known.
    """

    __tablename__ = "recipients_contacts"
    __table_args__ = (UniqueConstraint("office_key", "channel", "value"),)

    id: int | None = Field(default=None, primary_key=True)
    office_key: str = Field(foreign_key="recipients_offices.key", index=True)
    channel: Channel = Field(sa_column=enum_column(Channel))
    value: str = ""
    note: str = ""
    limits: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    preference: int
    seed_sha256: str = Field(max_length=64)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    edited_by: str | None = None
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContactCheck(SQLModel, table=True):
    """A person compared a contact with an official source. Holds only for the value that was checked."""

    __tablename__ = "recipients_checks"

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="recipients_contacts.id", index=True)
    value_sha256: str = Field(max_length=64)
    checked_by: str
    checked_at: datetime = Field(sa_type=UtcDateTime)
    source: str
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ContactFlag(SQLModel, table=True):
    """A doubt about the value that a contact had, such as a bounce. A later check answers it, or it is lifted."""

    __tablename__ = "recipients_flags"

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="recipients_contacts.id", index=True)
    value_sha256: str = Field(max_length=64)
    reason: str
    evidence: str
    flagged_at: datetime = Field(sa_type=UtcDateTime)
    flagged_by: str
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_by: str | None = None


class Proposal(SQLModel, table=True):
    """A change to an office's contacts that somebody suggested; never applied by itself.

    `decided_because` is the reason of whoever declined it.
    """

    __tablename__ = "recipients_proposals"

    id: int | None = Field(default=None, primary_key=True)
    office_key: str = Field(foreign_key="recipients_offices.key", index=True)
    channel: Channel = Field(sa_column=enum_column(Channel))
    value: str
    evidence: str
    status: ProposalStatus = Field(sa_column=enum_column(ProposalStatus))
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    proposed_by: str
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str | None = None
    decided_because: str | None = None


class ObjectionProposal(SQLModel, table=True):
    """A mail reads as if its office asked not to be written to: a person says whether it did."""

    __tablename__ = "recipients_objection_proposals"

    id: int | None = Field(default=None, primary_key=True)
    office_key: str = Field(foreign_key="recipients_offices.key", index=True)
    contact_id: int | None = Field(default=None, foreign_key="recipients_contacts.id")
    evidence: str = Field(index=True)
    status: ProposalStatus = Field(sa_column=enum_column(ProposalStatus))
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    proposed_by: str
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str | None = None


class Objection(SQLModel, table=True):
    """An office or contact asked not to be written to. Stands until a person lifts it with a reason."""

    __tablename__ = "recipients_objections"

    id: int | None = Field(default=None, primary_key=True)
    scope: Scope = Field(sa_column=enum_column(Scope))
    office_key: str = Field(foreign_key="recipients_offices.key", index=True)
    contact_id: int | None = Field(default=None, foreign_key="recipients_contacts.id")
    who: str
    source: str
    objected_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_by: str | None = None
    lifted_reason: str | None = None
