"""How an entry is hashed. Changing this breaks every ledger written before."""

from typing import Any

from outreach.audit.tables import LedgerEntry
from outreach.canonical import data_sha256


def entry_hash(entry: LedgerEntry) -> str:
    """The SHA-256 of all columns but the hash itself."""
    return data_sha256(entry_body(entry))


def entry_body(entry: LedgerEntry) -> dict[str, Any]:
    """What is hashed, as plain data: it can leave the database and still be checked."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "facts": entry.facts,
        "previous_sha256": entry.previous_sha256,
    }
