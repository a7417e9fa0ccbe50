"""Retires every seat that a source of imports brought; importing its file again restores them."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import NotFound
from outreach.recipients.tables import Office


def undo_import(session: Session, *, source: str, actor: Actor, now: datetime) -> list[str]:
    """Retire the seats of `source` that are in use; give their keys. Checks, holders and objections stay.

    Raises:
        NotAllowed: the actor is not staff, or no person.
        NotFound: no import has that source.
    """
    actor.require(Role.STAFF)
    actor.require_person()
    offices = session.exec(select(Office).where(Office.imported_from == source).order_by(col(Office.key))).all()
    if not offices:
        raise NotFound(f"No import has the source {source!r}: see `outreach recipients imports`.")
    gone = [office for office in offices if office.retired_at is None]
    for office in gone:
        office.retired_at = now
        session.add(office)
    session.flush()
    facts: dict[str, str | int] = {"source": source, "retired": len(gone)}
    audit.record(
        session, actor=actor, action="recipients.import_undone", subject="recipients", now=now, facts=facts
    )
    return [office.key for office in gone]
