"""Check the ledger's chain from the first entry to its head."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from outreach.audit.chain import entry_hash
from outreach.audit.tables import FIRST, LedgerEntry, LedgerHead


@dataclass(frozen=True, slots=True)
class Chain:
    """The result: how many entries hold, and the first thing that does not fit (None when all do)."""

    entries: int
    head_sha256: str
    broken: str | None


def verify(session: Session) -> Chain:
    """Walk the chain. Finds a changed, missing, added or reordered entry, and a head that was cut off."""
    previous, count = FIRST, 0
    for entry in session.exec(select(LedgerEntry).order_by(col(LedgerEntry.number))).yield_per(1000):
        count += 1
        if entry.number != count:
            return Chain(count - 1, previous, f"entry {count} is missing")
        if entry.previous_sha256 != previous or entry.entry_sha256 != entry_hash(entry):
            return Chain(count - 1, previous, f"entry {entry.number} ({entry.action}) was changed")
        previous = entry.entry_sha256
    head = session.get(LedgerHead, 1)
    if (head.number, head.entry_sha256) != (count, previous) if head else count:
        return Chain(count, previous, "the last entries are missing")
    return Chain(count, previous, None)
