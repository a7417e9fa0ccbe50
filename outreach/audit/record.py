"""Append to the ledger, inside the transaction of the act that it records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import update
from sqlmodel import Session, col

from outreach.audit.chain import entry_hash
from outreach.audit.tables import LedgerEntry, LedgerHead
from outreach.errors import NotFound


class Named(Protocol):
    """Whoever acts: only the name is written."""

    @property
    def name(self) -> str: ...


def record(
    session: Session,
    *,
    actor: Named,
    action: str,
    subject: str,
    now: datetime,
    facts: Mapping[str, str | int | bool | None] | None = None,
) -> LedgerEntry:
    """Append one entry. `facts` holds ids, hashes and statuses, never names, addresses or words of a mail."""
    number, previous = _take_head(session)
    entry = LedgerEntry(
        number=number,
        at=now,
        actor=actor.name,
        action=action,
        subject=subject,
        facts=dict(facts or {}),
        previous_sha256=previous,
        entry_sha256="",
    )
    entry.entry_sha256 = entry_hash(entry)
    session.add(entry)
    session.exec(
        update(LedgerHead).where(col(LedgerHead.id) == 1).values(number=number, entry_sha256=entry.entry_sha256)
    )
    session.flush()
    return entry


def _take_head(session: Session) -> tuple[int, str]:
    """Lock the head row until commit, so that two writers cannot take the same number."""
    taken = session.exec(update(LedgerHead).where(col(LedgerHead.id) == 1).values(number=LedgerHead.number + 1))
    if taken.rowcount != 1:
        raise NotFound("The ledger has no head: run `outreach db upgrade`.")
    head = session.get(LedgerHead, 1, populate_existing=True)
    assert head is not None
    return head.number, head.entry_sha256
