"""How an entry is hashed. Changing this breaks every ledger written before."""

import json
from collections.abc import Mapping
from typing import Any

from outreach.audit.tables import LedgerEntry
from outreach.blobs import sha256_of


def entry_hash(entry: LedgerEntry) -> str:
    """SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of all columns but the hash itself."""
    return body_hash(entry_body(entry))


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


def body_hash(body: Mapping[str, Any]) -> str:
    """The hash of an entry that was taken out of the database by `entry_body`."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256_of(text.encode())
