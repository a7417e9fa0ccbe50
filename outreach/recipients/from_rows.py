"""From rows to the values that later stages see."""

from typing import Any

from outreach.recipients.form_limits import limits_from
from outreach.recipients.region import Region
from outreach.recipients.status import Branch, HolderForm, OfficeRole
from outreach.recipients.tables import Contact, ContactCheck, ContactFlag, Government, Holder, Objection, Office
from outreach.recipients.values import (
    ContactInfo,
    Forms,
    FormText,
    GovernmentInfo,
    HolderInfo,
    ObjectionInfo,
    OfficeInfo,
)


def government_info(row: Government) -> GovernmentInfo:
    """A government as later stages see it."""
    return GovernmentInfo(row.code, row.name, row.names, tuple(row.languages), row.time_zone, tuple(row.notes))


def office_info(row: Office) -> OfficeInfo:
    """An office as later stages see it."""
    return OfficeInfo(
        key=row.key,
        government=row.government,
        branch=Branch(row.branch),
        role=OfficeRole(row.role),
        name=row.name,
        names=row.names,
        languages=tuple(row.languages),
        forms=_forms(row.forms),
        website=row.website,
        confidence=row.confidence,
        sources=tuple(row.sources),
        verified=row.verified,
        notes=row.notes,
        retired=row.retired_at is not None,
        region=region_from(row.region),
        imported_from=row.imported_from,
    )


def region_from(stored: dict[str, Any] | None) -> Region | None:
    """A region as it was stored."""
    if not stored:
        return None
    return Region(stored["code"], stored["names"], tuple(stored["also"]), stored["country"])


def _forms(stored: dict[str, Any]) -> Forms:
    return {
        part: {
            language: tuple(FormText(HolderForm(text["holder"]), text["text"]) for text in texts)
            for language, texts in languages.items()
        }
        for part, languages in stored.items()
    }


def contact_info(row: Contact, check: ContactCheck | None, flag: ContactFlag | None) -> ContactInfo:
    """A contact with the newest check and flag of its present value."""
    assert row.id is not None
    doubted = flag is not None and (check is None or flag.flagged_at > check.checked_at)
    return ContactInfo(
        id=row.id,
        office_key=row.office_key,
        channel=row.channel,
        value=row.value,
        note=row.note,
        preference=row.preference,
        edited_by=row.edited_by,
        checked_by=check.checked_by if check else None,
        checked_at=check.checked_at if check else None,
        check_source=check.source if check else None,
        check_expires_at=check.expires_at if check else None,
        flagged_reason=flag.reason if flag and doubted else None,
        retired=row.retired_at is not None,
        limits=limits_from(row.limits),
    )


def holder_info(row: Holder) -> HolderInfo:
    """A holder as later stages see it."""
    assert row.id is not None
    return HolderInfo(
        row.id, row.office_key, row.form, row.name, row.since, row.until, row.source, row.imported_from
    )


def objection_info(row: Objection) -> ObjectionInfo:
    """An objection as later stages see it."""
    assert row.id is not None
    return ObjectionInfo(
        row.id, row.scope, row.office_key, row.contact_id, row.who, row.source, row.objected_at, row.lifted_at
    )
