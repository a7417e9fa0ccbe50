"""Append to the ledger, inside the transaction of the act that it records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session

from outreach.audit.chain import entry_hash
from outreach.audit.tables import LedgerEntry, LedgerHead
from outreach.db import fetch, table_of
from outreach.errors import NotFound

_HEAD = table_of(LedgerHead)
_TAKE = (
    update(_HEAD)
    .where(_HEAD.c.id == 1)
    .values(number=_HEAD.c.number + bindparam("entries"))
    .returning(_HEAD.c.number, _HEAD.c.entry_sha256)
)
_APPEND = insert(table_of(LedgerEntry))
_CLOSE = update(_HEAD).where(_HEAD.c.id == 1).values(entry_sha256=bindparam("last_sha256"))


class Named(Protocol):
    """Whoever acts: only the name is written."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to what. `facts` holds ids, hashes and statuses, never names, addresses or words of a mail."""

    action: str
    subject: str
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)


def record(
    session: Session,
    *,
    actor: Named,
    action: str,
    subject: str,
    now: datetime,
    facts: Mapping[str, str | int | bool | None] | None = None,
) -> LedgerEntry:
    """Append one entry, as `Act` describes it."""
    (entry,) = record_all(session, [Act(action, subject, facts or {})], actor=actor, now=now)
    return entry


def record_all(session: Session, acts: Sequence[Act], *, actor: Named, now: datetime) -> list[LedgerEntry]:
    """Append an entry for each act, in order. Other writers wait from here to the end of the transaction."""
    if not acts:
        return []
    first, previous = _take_numbers(session, len(acts))
    entries = []
    for number, act in enumerate(acts, start=first):
        entry = LedgerEntry(
            number=number,
            at=now,
            actor=actor.name,
            action=act.action,
            subject=act.subject,
            facts=dict(act.facts),
            previous_sha256=previous,
            entry_sha256="",
        )
        entry.entry_sha256 = previous = entry_hash(entry)
        entries.append(entry)
    session.connection().execute(_APPEND, [entry.model_dump() for entry in entries])
    session.connection().execute(_CLOSE, {"last_sha256": previous})
    return entries


def _take_numbers(session: Session, count: int) -> tuple[int, str]:
    """The first of `count` numbers and the hash before it. Locks the head's row until commit, so that two writers
    cannot take the same number."""
    taken = fetch(session, _TAKE, entries=count)
    if not taken:
        raise NotFound("The ledger has no head: run `outreach db upgrade`.")
    return taken[0].number - count + 1, taken[0].entry_sha256
