"""Values of recipients: what a file says, and what the database says to later stages."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from outreach.recipients.form_limits import FormLimits
from outreach.recipients.region import Region
from outreach.recipients.status import Branch, Channel, HolderForm, OfficeRole, ProposalStatus, Scope


@dataclass(frozen=True, slots=True)
class FormText:
    """One form of address, whole: for a man (`m`), a woman (`f`) or whoever holds the office (`any`)."""

    holder: HolderForm
    text: str


Forms = Mapping[str, Mapping[str, tuple[FormText, ...]]]
"""`addressee`, `salutation` and `closing`, each per language."""


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One way to reach an office, as its file gives it. `value` of `post` is the lines joined by line feeds.

    `limits` is what a web form takes, None where the file says nothing of it.
    """

    channel: Channel
    value: str
    note: str = ""
    limits: FormLimits | None = None


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """One office of a file. `contacts` are in order of preference; `sources` have id, kind, ref and note."""

    key: str
    branch: Branch
    role: OfficeRole
    name: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    forms: Forms
    website: str
    confidence: Mapping[str, str]
    sources: tuple[Mapping[str, str], ...]
    verified: bool
    notes: str
    contacts: tuple[ContactEntry, ...]


@dataclass(frozen=True, slots=True)
class GovernmentEntry:
    """One file: a government and its offices."""

    code: str
    name: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: str
    notes: tuple[str, ...]
    offices: tuple[OfficeEntry, ...]


@dataclass(frozen=True, slots=True)
class GovernmentInfo:
    """A government as synced. `time_zone` is an IANA name; `names` and `languages` go by BCP 47 tags."""

    code: str
    name: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """An office as synced; `retired` when its file no longer has it.

    A legislator's seat has `imported_from` and, where it is known, its `region`.
    """

    key: str
    government: str
    branch: Branch
    role: OfficeRole
    name: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    forms: Forms
    website: str
    confidence: Mapping[str, str]
    sources: tuple[Mapping[str, str], ...]
    verified: bool
    notes: str
    retired: bool
    region: Region | None = None
    imported_from: str | None = None


@dataclass(frozen=True, slots=True)
class ContactInfo:
    """One way to reach an office, with what people found out about its present value.

    `check_expires_at`, `checked_by` and `check_source` belong to the newest check of this very value, else None.
    `flagged_reason` is a doubt that no later check has answered.
    """

    id: int
    office_key: str
    channel: Channel
    value: str
    note: str
    preference: int
    edited_by: str | None
    checked_by: str | None
    checked_at: datetime | None
    check_source: str | None
    check_expires_at: datetime | None
    flagged_reason: str | None
    retired: bool
    limits: FormLimits | None = None

    @property
    def postal_lines(self) -> tuple[str, ...]:
        """The envelope's lines, without the addressee line and the country; empty for other channels."""
        return tuple(self.value.split("\n")) if self.channel is Channel.POST and self.value else ()


@dataclass(frozen=True, slots=True)
class HolderInfo:
    """Who holds an office from `since` to `until` (both included; None is open), and the form they use."""

    id: int
    office_key: str
    form: HolderForm
    name: str
    since: date | None
    until: date | None
    source: str
    imported_from: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectionInfo:
    """Somebody asked that an office or contact not be written to; stands until lifted."""

    id: int
    scope: Scope
    office_key: str
    contact_id: int | None
    who: str
    source: str
    objected_at: datetime
    lifted_at: datetime | None

    def concerns(self, office_key: str, contact_id: int | None) -> bool:
        """Whether it is against writing to this contact, or to any of its office."""
        return self.office_key == office_key and self.contact_id in (None, contact_id)


@dataclass(frozen=True, slots=True)
class ProposalInfo:
    """A suggested contact: it waits for a person, or who decided about it and, when declined, why."""

    id: int
    office_key: str
    channel: Channel
    value: str
    evidence: str
    status: ProposalStatus
    proposed_at: datetime
    decided_by: str | None = None
    decided_because: str | None = None


def value_sha256(channel: Channel, value: str) -> str:
    """Identity of a contact's value: checks and flags hold only for it."""
    return hashlib.sha256(f"{channel}\n{value}".encode()).hexdigest()


def entry_sha256(entry: GovernmentEntry | OfficeEntry) -> str:
    """Identity of what a file says about a government or office itself, without its offices or contacts."""
    said: dict[str, Any] = asdict(entry)
    said.pop("offices", None)
    said.pop("contacts", None)
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
