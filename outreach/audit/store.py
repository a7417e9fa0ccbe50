"""Reads of the ledger."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from outreach.audit.tables import LedgerEntry

__all__ = ["LedgerEntry", "count_entries", "list_actions", "list_entries", "list_entries_after", "newest_number"]


def list_entries(
    session: Session,
    *,
    subject: str | None = None,
    action: str | None = None,
    actor: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[LedgerEntry]:
    """The newest entries first, of one subject (`round:3`), action (`round.planned`) or actor, or of all.

    A subject or action that ends in `:` or `.` means all that begin so: `round:` are all rounds.
    """
    query = select(LedgerEntry).where(*_wanted(subject, action, actor))
    query = query.order_by(col(LedgerEntry.number).desc()).limit(limit).offset(offset)
    return list(session.exec(query))


def subjects_of(session: Session, *, action: str, actor: str, among: Collection[str]) -> frozenset[str]:
    """Those of these subjects that the actor ever did that to."""
    query = select(LedgerEntry.subject).where(
        LedgerEntry.action == action, LedgerEntry.actor == actor, col(LedgerEntry.subject).in_(among)
    )
    return frozenset(session.exec(query))


def list_entries_after(
    session: Session, number: int, *, actions: Collection[str], since: datetime
) -> list[LedgerEntry]:
    """Entries of these actions after `number` and not older than `since`, the oldest first."""
    conditions = (
        col(LedgerEntry.number) > number,
        col(LedgerEntry.at) >= since,
        col(LedgerEntry.action).in_(actions),
    )
    return list(session.exec(select(LedgerEntry).where(*conditions).order_by(col(LedgerEntry.number))))


def newest_number(session: Session) -> int:
    """The number of the newest entry, 0 when there is none."""
    return session.exec(select(func.max(LedgerEntry.number))).one() or 0


def count_entries(
    session: Session, *, subject: str | None = None, action: str | None = None, actor: str | None = None
) -> int:
    """How many entries `list_entries` would give without a limit."""
    query = select(func.count()).select_from(LedgerEntry).where(*_wanted(subject, action, actor))
    return session.exec(query).one()


def list_actions(session: Session) -> list[str]:
    """Every action that was ever recorded, in the order of the alphabet."""
    return list(session.exec(select(LedgerEntry.action).distinct().order_by(LedgerEntry.action)))


def _wanted(subject: str | None, action: str | None, actor: str | None) -> list[Any]:
    conditions: list[Any] = []
    for column, text in ((col(LedgerEntry.subject), subject), (col(LedgerEntry.action), action)):
        if text:
            begins = text.endswith((":", "."))
            conditions.append(column.startswith(text, autoescape=True) if begins else column == text)
    if actor:
        conditions.append(col(LedgerEntry.actor) == actor)
    return conditions
