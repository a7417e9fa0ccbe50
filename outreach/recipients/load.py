"""Reads the recipients files into values, after checking all of them."""

from pathlib import Path
from typing import Any

from outreach.errors import BadInput, Problem
from outreach.recipients.address import tidied
from outreach.recipients.check import check_documents
from outreach.recipients.document import SUFFIX, Document, read_documents, read_mapping
from outreach.recipients.form_limits import FormLimits
from outreach.recipients.forms import PARTS
from outreach.recipients.status import Branch, Channel, HolderForm, OfficeRole
from outreach.recipients.values import ContactEntry, FormText, GovernmentEntry, OfficeEntry


def load(directory: Path) -> list[GovernmentEntry]:
    """The governments of a folder, by file name.

    Raises:
        BadInput: with every problem of every file.
    """
    return [entry_of(document.data) for document in load_documents(directory)]


def load_government(directory: Path, code: str) -> GovernmentEntry | None:
    """One government from the file of its name, without reading the others; None when there is no such file.

    Raises:
        BadInput: with every problem of that file.
    """
    path = directory / f"{code.lower()}{SUFFIX}"
    if not path.is_file():
        return None
    document = Document(path, read_mapping(path))
    _refuse(check_documents([document]))
    return entry_of(document.data)


def load_documents(directory: Path) -> list[Document]:
    """The same files as they are written; raises BadInput with every problem of every file."""
    documents, problems = read_documents(directory)
    _refuse(problems + check_documents(documents))
    return documents


def _refuse(problems: list[Problem]) -> None:
    if problems:
        more = f" (and {len(problems) - 1} more: `outreach recipients check`)" if len(problems) > 1 else ""
        raise BadInput(f"{problems[0]}{more}", problems=problems)


def entry_of(data: Any) -> GovernmentEntry:
    """The values of a file that was checked."""
    sources = {source["id"]: {key: str(text) for key, text in source.items()} for source in data["sources"]}
    return GovernmentEntry(
        code=str(data["government"]),
        name=str(data["name"]),
        names=_texts(data["names"]),
        languages=_words(data["languages"]),
        time_zone=str(data["time_zone"]),
        notes=_words(data["notes"]),
        offices=tuple(_office(office, sources) for office in data["offices"]),
    )


def _office(office: Any, sources: dict[str, dict[str, str]]) -> OfficeEntry:
    return OfficeEntry(
        key=str(office["id"]),
        branch=Branch(office["classification"]),
        role=OfficeRole(office["role"]),
        name=str(office["name"]),
        names=_texts(office["names"]),
        languages=_words(office["languages"]),
        forms={part: {str(tag): _forms(texts) for tag, texts in office[part].items()} for part in PARTS},
        website=str(office["links"][0]["url"]) if office["links"] else "",
        confidence=_texts(office["confidence"]),
        sources=tuple(sources[source] for source in office["sources"]),
        verified=bool(office["verified"]),
        notes=str(office["notes"]),
        contacts=tuple(_contact(contact) for contact in office["contact_details"]),
    )


def _forms(texts: Any) -> tuple[FormText, ...]:
    return tuple(FormText(HolderForm(text["holder"]), str(text["text"])) for text in texts)


def _contact(contact: Any) -> ContactEntry:
    channel = Channel(contact["type"])
    value = "\n".join(contact["value"]) if channel is Channel.POST else str(contact["value"])
    limits = FormLimits(**contact["limits"]) if "limits" in contact else None
    return ContactEntry(channel, tidied(channel, value), str(contact.get("note", "")), limits)


def _texts(mapping: Any) -> dict[str, str]:
    return {str(key): str(text) for key, text in mapping.items()}


def _words(items: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in items)
