"""Statuses of a round and the reasons an addressee is written for."""

from enum import StrEnum


class RoundStatus(StrEnum):
    """Where a delivery round stands."""

    PLANNED = "planned"
    """Addressees are written; nothing has a date yet."""
    SCHEDULED = "scheduled"
    """Has its dispatch day in each government's own time zone."""
    OPEN = "open"
    """Approved parcels leave while their windows are open."""
    PAUSED = "paused"
    """Nothing leaves until it is resumed."""
    CLOSED = "closed"
    """Staff ended it; what was left unsent has expired."""
    CANCELLED = "cancelled"
    """Called off; what was unsent is cancelled."""


MOVES: dict[RoundStatus, frozenset[RoundStatus]] = {
    RoundStatus.PLANNED: frozenset({RoundStatus.SCHEDULED, RoundStatus.CANCELLED}),
    # To itself: another dispatch day, before anything left.
    RoundStatus.SCHEDULED: frozenset(
        {RoundStatus.SCHEDULED, RoundStatus.OPEN, RoundStatus.PAUSED, RoundStatus.CANCELLED}
    ),
    RoundStatus.OPEN: frozenset({RoundStatus.PAUSED, RoundStatus.CLOSED, RoundStatus.CANCELLED}),
    RoundStatus.PAUSED: frozenset({RoundStatus.SCHEDULED, RoundStatus.OPEN, RoundStatus.CANCELLED}),
}


class Purpose(StrEnum):
    """Why an addressee is written to."""

    ROUND = "round"
    """The round's own letter."""
    RESEND = "resend"
    """The same again to another contact after a failure."""
    CORRECTION = "correction"
    """Corrects something already sent."""
    FOLLOW_UP = "follow_up"
    """Asks for an answer that is due."""
    ANSWER = "answer"
    """Answers something an office wrote."""


UNFINISHED = frozenset({RoundStatus.PLANNED, RoundStatus.SCHEDULED, RoundStatus.OPEN, RoundStatus.PAUSED})
"""Documents may be built and parcels packed and decided."""
