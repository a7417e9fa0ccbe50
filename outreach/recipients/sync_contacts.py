"""The contacts' part of a sync."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.recipients.merge import Decision, Outcome, Stored, merge_contacts
from outreach.recipients.sync_report import SyncConflict, SyncReport
from outreach.recipients.tables import Contact, ContactCheck
from outreach.recipients.values import ContactEntry, OfficeEntry, value_sha256


def sync_contacts(session: Session, offices: Iterable[OfficeEntry], *, report: SyncReport, now: datetime) -> None:
    """Bring the contacts of these offices into the database and tell it in the report."""
    for office_key, decision in apply_contacts(session, offices, now=now):
        _tell(report, office_key, decision)


def apply_contacts(
    session: Session, offices: Iterable[OfficeEntry], *, now: datetime
) -> Iterator[tuple[str, Decision]]:
    """Bring the contacts of these offices into the database; a person's value is never overwritten.

    Gives each decision, by office key, after it was carried out.
    """
    rows = {row.id: row for row in session.exec(select(Contact))}
    stored = stored_contacts(session, rows.values())
    for office in offices:
        decisions = merge_contacts(office.contacts, stored.get(office.key, []))
        for preference, decision in enumerate(decisions):
            row = rows.get(decision.stored.id) if decision.stored else None
            _apply(session, office.key, decision, row=row, preference=preference, now=now)
            yield office.key, decision
    session.flush()


def stored_contacts(session: Session, rows: Iterable[Contact]) -> dict[str, list[Stored]]:
    """Contacts by office, in order, each with who edited or checked its present value."""
    checks = session.exec(select(ContactCheck).order_by(col(ContactCheck.id)))
    checked = {(check.contact_id, check.value_sha256): check.checked_by for check in checks}
    found: dict[str, list[Stored]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.preference, row.id or 0)):
        assert row.id is not None
        found[row.office_key].append(
            Stored(
                id=row.id,
                channel=row.channel,
                value=row.value,
                seed_sha256=row.seed_sha256,
                guarded_by=checked.get((row.id, value_sha256(row.channel, row.value)), row.edited_by),
                retired=row.retired_at is not None,
            )
        )
    return found


def _apply(
    session: Session, office_key: str, decision: Decision, *, row: Contact | None, preference: int, now: datetime
) -> None:
    entry = decision.entry
    if row is None:
        assert entry is not None
        row = Contact(
            office_key=office_key, channel=entry.channel, value=entry.value, preference=preference, seed_sha256=""
        )
    if decision.outcome is Outcome.RETIRED:
        row.retired_at = now
    elif entry is not None:
        _take(row, entry, decision.outcome)
    row.preference = preference
    session.add(row)


def _take(row: Contact, entry: ContactEntry, outcome: Outcome) -> None:
    row.note = entry.note
    if not (row.limits and row.limits["entered_by"]):
        row.limits = entry.limits.as_data() if entry.limits else None
    if outcome is Outcome.CONFLICT:
        return
    row.value = entry.value
    row.seed_sha256 = value_sha256(entry.channel, entry.value)
    row.retired_at = None


def _tell(report: SyncReport, office_key: str, decision: Decision) -> None:
    one = decision.stored or decision.entry
    assert one is not None
    if decision.outcome is Outcome.KEPT:
        report.unchanged += 1
    elif decision.outcome is Outcome.CONFLICT:
        report.conflicts.append(conflict_of(office_key, decision))
    else:
        getattr(report, decision.outcome).append(f"{office_key}/{one.channel}")


def conflict_of(office_key: str, decision: Decision) -> SyncConflict:
    """What a person's contact and its file say, when a merge decided for CONFLICT."""
    stored = decision.stored
    assert stored is not None
    return SyncConflict(
        office_key=office_key,
        contact_id=stored.id,
        channel=stored.channel,
        in_database=stored.value,
        in_file=None if decision.entry is None else decision.entry.value,
        guarded_by=stored.guarded_by or "",
    )
