"""Reads of the ledger."""

from sqlmodel import Session, col, select

from outreach.audit.tables import LedgerEntry


def list_entries(session: Session, *, subject: str | None = None, limit: int = 100) -> list[LedgerEntry]:
    """The newest entries first, of one subject (`round:3`) or of all."""
    query = select(LedgerEntry).order_by(col(LedgerEntry.number).desc()).limit(limit)
    if subject is not None:
        query = query.where(LedgerEntry.subject == subject)
    return list(session.exec(query))
