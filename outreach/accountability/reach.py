"""How far a government has come as a whole: as far as the furthest of its offices."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from outreach.accountability.world import Mark, world_map
from outreach.delivery.status import LADDER, Rung


class Reach(StrEnum):
    """The furthest that any office of a government has come, lowest first."""

    ASKED = "asked"
    """Part of the round; nothing has left for it yet, or nothing arrived."""
    SENT = "sent"
    """Sent or handed over; arrival is not proved."""
    ARRIVED = "arrived"
    """An office's own mail server took it, or a report says delivered."""
    ACKNOWLEDGED = "acknowledged"
    """An office, or its automatic reply, says that it came."""
    ANSWERED = "answered"
    """An office answered in substance."""


BY_RUNG: Mapping[Rung, Reach] = {
    Rung.RELAY_ACCEPTED: Reach.SENT,
    Rung.HANDED_OVER: Reach.SENT,
    Rung.SERVER_ACCEPTED: Reach.ARRIVED,
    Rung.DSN_DELIVERED: Reach.ARRIVED,
    Rung.AUTO_ACKNOWLEDGED: Reach.ACKNOWLEDGED,
    Rung.ACKNOWLEDGED: Reach.ACKNOWLEDGED,
    Rung.ANSWERED: Reach.ANSWERED,
}


def reach_of(rungs: Iterable[Rung]) -> Reach:
    """The reach of a government whose offices have these proofs."""
    highest = max(rungs, key=LADDER.index, default=None)
    return BY_RUNG[highest] if highest else Reach.ASKED


@dataclass(frozen=True, slots=True)
class ReachMap:
    """The map as SVG, and how many governments came how far, the farthest first."""

    svg: str
    counts: tuple[tuple[Reach, int], ...]


def reach_map(reached: Mapping[str, tuple[str, Reach]], *, link: str, title: str) -> ReachMap:
    """The world with these governments (name and reach by code); `link` holds `{code}`."""
    marks = {
        code: Mark(reach, f"{name}: {reach}", link.format(code=code)) for code, (name, reach) in reached.items()
    }
    counts = Counter(reach for _, reach in reached.values())
    return ReachMap(world_map(marks, title=title), tuple((reach, counts[reach]) for reach in reversed(Reach)))
