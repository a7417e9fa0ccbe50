"""Write what the servers said, whatever else fails: it cannot be asked for again."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from outreach.accounts import Actor
from outreach.db import Database
from outreach.delivery.record import Tried, record_results
from outreach.delivery.status import DeliveryStatus
from outreach.errors import Unavailable

TRIES, PAUSE_SECONDS = 5, 1.0
"""How often, and how far apart, while the database is busy or away."""


def record_surely(
    database: Database, tries: Sequence[Tried], *, actor: Actor, clock: Callable[[], datetime]
) -> list[DeliveryStatus]:
    """Record them together, or if that fails each by itself: none must be lost because of another.

    Raises:
        Unavailable: the database stayed away.
    """
    try:
        return _together(database, tries, actor, clock)
    except Unavailable:
        raise
    except Exception:
        if len(tries) == 1:
            raise
    return _each(database, tries, actor, clock)


def _each(
    database: Database, tries: Sequence[Tried], actor: Actor, clock: Callable[[], datetime]
) -> list[DeliveryStatus]:
    statuses, failed = list[DeliveryStatus](), None
    for tried in tries:
        try:
            statuses += _together(database, [tried], actor, clock)
        except Exception as error:
            failed = error
    if failed is not None:
        raise failed
    return statuses


def _together(
    database: Database, tries: Sequence[Tried], actor: Actor, clock: Callable[[], datetime]
) -> list[DeliveryStatus]:
    for left in reversed(range(TRIES)):
        try:
            with database.begin() as session:
                return record_results(session, tries, actor=actor, now=clock())
        except Unavailable:
            if not left:
                raise
            time.sleep(PAUSE_SECONDS)
    raise AssertionError("unreachable")
