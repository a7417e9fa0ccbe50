"""What the commands about recipients show."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from outreach.cli.output import say, table
from outreach.recipients import store
from outreach.recipients.form_limits import NOT_KNOWN, limits_from
from outreach.recipients.status import Channel, ProposalStatus
from outreach.recipients.values import ContactInfo, GovernmentEntry, ObjectionInfo


def file_row(entry: GovernmentEntry) -> dict[str, Any]:
    """One government's file in a line: offices, and how many have a value for each channel."""
    contacts = [contact for office in entry.offices for contact in office.contacts if contact.value]
    row: dict[str, Any] = {"code": entry.code, "name": entry.name, "languages": ", ".join(entry.languages)}
    row |= {"time_zone": entry.time_zone, "offices": len(entry.offices)}
    for channel in (Channel.EMAIL, Channel.WEB_FORM, Channel.POST):
        row[channel.value] = sum(contact.channel is channel for contact in contacts)
    return row


def office_rows(session: Session, *, government: str | None, now: datetime) -> list[dict[str, Any]]:
    """Every office in use with its contacts, and the objection that stands against it."""
    if government is not None:
        store.get_government(session, government)
    contacts = store.contacts_by_office(session)
    objected = {one.office_key: one for one in store.list_objections(session) if one.lifted_at is None}
    rows = []
    for office in store.list_offices(session, government=government):
        found = contacts.get(office.key, [])
        holder = store.current_holder(session, office.key, now.date())
        rows.append(
            {
                "key": office.key,
                "government": office.government,
                "role": office.role,
                "name": office.name,
                "languages": office.languages,
                "holder_form": holder.form if holder else None,
                "contacts": [plain_contact(one) for one in found],
                "state": _state(found, objected.get(office.key), now),
            }
        )
    return rows


def whole_office(session: Session, key: str) -> dict[str, Any]:
    """All that is known of one office."""
    office = store.get_office(session, key)
    return {
        **asdict(office),
        "contacts": [plain_contact(one) for one in store.list_contacts(session, key, include_retired=True)],
        "holders": [asdict(one) for one in store.list_holders(session, key)],
        "objections": [asdict(one) for one in store.list_objections(session, office_key=key)],
        "proposals": [
            asdict(one) for one in store.list_proposals(session, office_key=key, status=ProposalStatus.OPEN)
        ],
        "government_notes": store.get_government(session, office.government).notes,
    }


def plain_contact(contact: ContactInfo) -> dict[str, Any]:
    """A contact as printed in JSON."""
    return {**asdict(contact), "postal_lines": contact.postal_lines}


def show_offices(rows: Sequence[Mapping[str, Any]]) -> None:
    """The offices as a table."""
    columns = ("office", "name", "channels", "state")
    cells = [
        (
            row["key"],
            row["name"],
            ", ".join(_channel(one) for one in row["contacts"]),
            row["state"],
        )
        for row in rows
    ]
    table(columns, cells, empty="No offices yet: `outreach recipients sync`.")


def show_objections(found: Sequence[ObjectionInfo]) -> None:
    """The objections as a table."""
    columns = ("no.", "office", "contact", "who", "source", "since", "lifted")
    cells = [
        (
            one.id,
            one.office_key,
            one.contact_id or "all",
            one.who,
            one.source,
            one.objected_at.date(),
            one.lifted_at.date() if one.lifted_at else "stands",
        )
        for one in found
    ]
    table(columns, cells, empty="Nobody has asked not to be written to.")


def show_office(whole: Mapping[str, Any]) -> None:
    """One office, as a person reads it."""
    retired = " (retired)" if whole["retired"] else ""
    say(f"{whole['key']}{retired}: {whole['name']} ({whole['government']}, {whole['branch']}, {whole['role']})")
    for language, name in whole["names"].items():
        say(f"  {language}: {name}")
    rows = [
        (part, language, text["holder"], text["text"])
        for part, languages in whole["forms"].items()
        for language, texts in languages.items()
        for text in texts
    ]
    table(("form", "language", "holder", "text"), rows, empty="No forms of address.")
    contacts = [
        (one["id"], one["channel"], one["value"] or "not confirmed", f"{_checked(one)}{_taken(one)}")
        for one in whole["contacts"]
    ]
    table(("contact", "channel", "value", "state"), contacts, empty="No contacts.")
    for holder in whole["holders"]:
        named = f"{holder['name']}, " if holder["name"] else ""
        say(f"holder: {named}form {holder['form']}, from {holder['since'] or '?'} to {holder['until'] or 'now'}")
    for objection in whole["objections"]:
        state = "lifted" if objection["lifted_at"] else "stands"
        say(f"objection {objection['id']} ({state}): {objection['who']}, {objection['source']}")
    for proposal in whole["proposals"]:
        say(f"proposal {proposal['id']}, {proposal['channel']}: {proposal['value']} ({proposal['evidence']})")
    for note in (whole["notes"], *whole["government_notes"]):
        if note:
            say(f"note: {note}")


def _channel(contact: Mapping[str, Any]) -> str:
    has_value = contact["value"] or contact["channel"] in {Channel.VIA_MEMBER, Channel.IN_PERSON}
    return str(contact["channel"] if has_value else f"({contact['channel']})")


def _state(contacts: Sequence[ContactInfo], objection: ObjectionInfo | None, now: datetime) -> str:
    """The office's state in a few words: the most important first."""
    if objection is not None:
        return f"objection {objection.id}"
    if any(contact.flagged_reason for contact in contacts):
        return "flagged"
    ends = [contact.check_expires_at for contact in contacts if contact.check_expires_at]
    if not ends:
        return "not checked"
    newest = max(ends)
    return f"checked until {newest:%Y-%m-%d}" if newest > now else f"check expired {newest:%Y-%m-%d}"


def _checked(contact: Mapping[str, Any]) -> str:
    if contact["retired"]:
        return "retired"
    if contact["flagged_reason"]:
        return f"flagged: {contact['flagged_reason']}"
    if contact["check_expires_at"]:
        return f"checked by {contact['checked_by']}, until {contact['check_expires_at']:%Y-%m-%d}"
    return "not checked"


def _taken(contact: Mapping[str, Any]) -> str:
    """What a web form takes."""
    if contact["channel"] != Channel.WEB_FORM:
        return ""
    limits = limits_from(contact["limits"])
    return f"; {limits.told}, {limits.told_files}" if limits else f"; {NOT_KNOWN}"
