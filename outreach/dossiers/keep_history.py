"""Keep what the documents of a round were told of earlier rounds, by its hash."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.dossiers.history import History, history_from
from outreach.dossiers.tables import KeptHistory


def settled(session: Session, histories: Mapping[str, History], *, round_id: int) -> dict[str, History]:
    """The histories to build with: the one in use where nothing but the day is new.

    A day alone changes no document: what was true as of the earlier day is still said as of that day.
    """
    return {code: _settled(session, history, round_id) for code, history in histories.items()}


def keep_histories(session: Session, histories: Mapping[str, History], *, round_id: int, now: datetime) -> None:
    """Store the histories that documents were just built with, unless they are in use already."""
    for history in histories.values():
        if find_history(session, round_id=round_id, government=history.government) != history:
            row = KeptHistory(
                round_id=round_id,
                government=history.government,
                sha256=history.sha256,
                body=history.body(),
                kept_at=now,
            )
            session.add(row)
    session.flush()


def find_history(session: Session, *, round_id: int, government: str) -> History | None:
    """The history that the newest documents of a government in a round tell, None in a first round."""
    query = select(KeptHistory).where(KeptHistory.round_id == round_id, KeptHistory.government == government)
    row = session.exec(query.order_by(col(KeptHistory.id).desc())).first()
    return None if row is None else history_from(row.body)


def _settled(session: Session, history: History, round_id: int) -> History:
    known = find_history(session, round_id=round_id, government=history.government)
    is_same = known is not None and replace(history, as_of=known.as_of) == known
    return known if known is not None and is_same else history
