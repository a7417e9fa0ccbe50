"""Who is next: the due deliveries in order, each when the pace allows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from outreach.delivery.claim import Claimer, Claims, Due, claim, claim_next, list_due
from outreach.delivery.departures import lock_departures, note_departures
from outreach.delivery.pacing import Pace, Pacer

PAGE = 200
"""With a pace: among so many the first one is looked for that may leave."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one look at the queue gave. `wait` is in seconds, until the pace lets the next one leave."""

    claims: Claims = field(default_factory=Claims)
    wait: float = 0.0


@dataclass(slots=True)
class Lineup:
    """One pass over what is due, of one round or of all. Nothing in it is promised: a claim decides."""

    claimer: Claimer
    round_id: int | None
    pace: Pace | None
    chance: Callable[[], float]
    _waiting: list[Due] = field(default_factory=list)
    _seen: int = 0
    _is_complete: bool = False

    @property
    def is_over(self) -> bool:
        """Whether each one that was due has had its turn."""
        return self._is_complete and not self._waiting

    def take(self, session: Session, *, wanted: int, now: datetime) -> Turn:
        """Claim up to `wanted` in this transaction; with a pace one, if it may leave now."""
        if self.pace is not None:
            return self._take_in_pace(session, self.pace, now)
        claims = claim_next(
            session,
            round_id=self.round_id,
            after=self._seen,
            wanted=wanted,
            claimer=self.claimer,
            now=now,
        )
        self._go_on(claims.looked_at, wanted)
        return Turn(claims)

    def _take_in_pace(self, session: Session, pace: Pace, now: datetime) -> Turn:
        if not self._waiting and not self._is_complete:
            self._waiting = list_due(session, round_id=self.round_id, after=self._seen, now=now, limit=PAGE)
            self._go_on([due.delivery_id for due in self._waiting], PAGE)
        domains = [due.domain for due in self._waiting]
        pacer = Pacer(pace, lock_departures(session, domains=set(domains)))
        first = pacer.first(domains, now=now)
        if first is None:
            return Turn()
        place, wait = first
        if wait:
            return Turn(wait=wait.total_seconds())
        due = self._waiting.pop(place)
        claims = claim(session, offered=[due.delivery_id], wanted=1, claimer=self.claimer, now=now)
        if claims.claimed:
            pacer.leave(due.domain, now=now, chance=self.chance())
            note_departures(session, pacer.free_at)
        return Turn(claims)

    def _go_on(self, seen: Sequence[int], wanted: int) -> None:
        """What is due after these comes next; when they are fewer than `wanted`, there is nothing."""
        self._is_complete = len(seen) < wanted
        self._seen = max(seen, default=self._seen)
