"""Reads of who holds an office: the store gives them out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, select

from outreach.db import fetch, table_of
from outreach.recipients.from_rows import holder_info
from outreach.recipients.tables import Holder
from outreach.recipients.values import HolderInfo

_HOLDER = table_of(Holder)
_ALL = _HOLDER.select().order_by(_HOLDER.c.id)
_OF = _ALL.where(_HOLDER.c.office_key.in_(bindparam("office_keys", expanding=True)))


def list_holders(session: Session, office_key: str) -> list[HolderInfo]:
    """Everybody recorded for an office, the newest last."""
    rows = session.exec(select(Holder).where(Holder.office_key == office_key)).all()
    return [holder_info(row) for row in sorted(rows, key=lambda row: (row.since or date.min, row.id or 0))]


def current_holder(session: Session, office_key: str, on: date) -> HolderInfo | None:
    """Who holds the office on a day, as far as it is known: what a person recorded stands before an import."""
    return _present(list_holders(session, office_key), on)


def current_holders(
    session: Session, on: date, *, office_keys: Collection[str] | None = None
) -> dict[str, HolderInfo]:
    """The same for these offices, or for every one, in one query."""
    rows = fetch(session, _ALL) if office_keys is None else fetch(session, _OF, office_keys=list(office_keys))
    found: dict[str, list[HolderInfo]] = defaultdict(list)
    for row in rows:
        found[row.office_key].append(holder_info(row))
    present = {key: _present(holders, on) for key, holders in found.items()}
    return {key: holder for key, holder in present.items() if holder is not None}


def _present(holders: Sequence[HolderInfo], on: date) -> HolderInfo | None:
    there = [one for one in holders if (one.since or date.min) <= on <= (one.until or date.max)]
    return max(there, key=lambda one: (one.imported_from is None, one.since or date.min, one.id), default=None)
