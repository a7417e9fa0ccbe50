"""Writes what people entered in the database back into the recipients files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap
from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import Unavailable
from outreach.recipients.document import Document, write_mapping
from outreach.recipients.load import entry_of, load_documents
from outreach.recipients.merge import Decision, Stored, merge_contacts
from outreach.recipients.status import Channel
from outreach.recipients.sync_contacts import stored_contacts
from outreach.recipients.tables import Contact
from outreach.recipients.values import OfficeEntry


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The files written, and the contacts (`office key/channel`) whose database value they now carry."""

    files: tuple[Path, ...]
    contacts: tuple[str, ...]


def export(session: Session, *, directory: Path, target: Path, actor: Actor, now: datetime) -> ExportReport:
    """Write the files of `directory` with the database's contacts into `target`, which may be the same folder.

    Comments, order and all that the files own stay as they are; checks, holders, objections stay in the database.

    Raises:
        BadInput: the files have problems; nothing is written.
        NotAllowed: the actor is not staff.
        Unavailable: the target cannot be written.
    """
    actor.require(Role.STAFF)
    documents = load_documents(directory)
    rows = session.exec(select(Contact)).all()
    stored = stored_contacts(session, rows)
    told = [name for document in documents for name in _merge(document, stored)]
    told += [name for document in documents for name in _limit(document, rows)]
    files = _write(documents, target)
    facts = {"files": len(files), "contacts": len(told)}
    audit.record(session, actor=actor, action="recipients.exported", subject="recipients", now=now, facts=facts)
    return ExportReport(files, tuple(told))


def _merge(document: Document, stored: dict[str, list[Stored]]) -> list[str]:
    entries = entry_of(document.data).offices
    told = []
    for data, entry in zip(document.data["offices"], entries, strict=True):
        told += _merge_office(data["contact_details"], entry, stored.get(entry.key, []))
    return told


def _merge_office(details: Any, entry: OfficeEntry, stored: list[Stored]) -> list[str]:
    told = []
    for index, decision in enumerate(merge_contacts(entry.contacts, stored)):
        one = decision.stored
        if one is None or one.retired or not _differs(decision):
            continue
        value = one.value.split("\n") if one.channel is Channel.POST else one.value
        if decision.entry is None:
            details.append(CommentedMap({"type": one.channel.value, "value": value}))
        else:
            details[index]["value"] = value
        told.append(f"{entry.key}/{one.channel}")
    return told


def _limit(document: Document, rows: Sequence[Contact]) -> list[str]:
    """Write what forms take, where a person recorded it, beside the contact of that address."""
    known = {(row.office_key, row.value): row.limits for row in rows if row.limits and row.limits["entered_by"]}
    told = []
    for office in document.data["offices"]:
        for contact in office["contact_details"]:
            limits = (
                known.get((office["id"], str(contact["value"]).strip()))
                if contact["type"] == Channel.WEB_FORM
                else None
            )
            given = {
                key: value for key, value in (limits or {}).items() if value is not None and key != "entered_by"
            }
            if given and given != contact.get("limits"):
                contact["limits"] = CommentedMap(given)
                told.append(f"{office['id']}/{Channel.WEB_FORM} limits")
    return told


def _differs(decision: Decision) -> bool:
    """A person's value that the file has not. A file newer than the database is left to the next sync."""
    entry, one = decision.entry, decision.stored
    guarded = one is not None and one.guarded_by is not None
    return guarded and (entry is None or one is None or entry.value != one.value)


def _write(documents: list[Document], target: Path) -> tuple[Path, ...]:
    try:
        target.mkdir(parents=True, exist_ok=True)
        for document in documents:
            write_mapping(target / document.path.name, document.data)
    except OSError as error:
        raise Unavailable(f"{target} cannot be written: {error.strerror}.") from error
    return tuple(target / document.path.name for document in documents)
