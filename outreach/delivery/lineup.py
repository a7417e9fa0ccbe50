"""Who is next: the due deliveries in order, each when the pace allows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from outreach.delivery.claim import Claimer, Claims, Due, claim, list_due
from outreach.delivery.departures import lock_departures, note_departures
from outreach.delivery.pacing import Pace, Pacer

PAGE = 200
ON_OFFER = 5
"""For each one that is wanted so many are on offer: some of them others are just claiming."""


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
        if not self._waiting:
            self._read(session, now)
        if self.pace is not None:
            return self._take_in_pace(session, self.pace, now)
        offered = self._waiting[: wanted * ON_OFFER]
        if not offered:
            return Turn()
        claims = self._claim(session, offered, wanted, now)
        is_full = len(claims.looked_at) == wanted
        last = claims.looked_at[-1] if is_full else offered[-1].delivery_id
        self._waiting = [due for due in self._waiting if due.delivery_id > last]
        return Turn(claims)

    def _take_in_pace(self, session: Session, pace: Pace, now: datetime) -> Turn:
        domains = [due.domain for due in self._waiting]
        pacer = Pacer(pace, lock_departures(session, domains=set(domains)))
        first = pacer.first(domains, now=now)
        if first is None:
            return Turn()
        place, wait = first
        if wait:
            return Turn(wait=wait.total_seconds())
        due = self._waiting.pop(place)
        claims = self._claim(session, [due], 1, now)
        if claims.claimed:
            pacer.leave(due.domain, now=now, chance=self.chance())
            note_departures(session, pacer.free_at)
        return Turn(claims)

    def _claim(self, session: Session, offered: Sequence[Due], wanted: int, now: datetime) -> Claims:
        ids = [due.delivery_id for due in offered]
        return claim(session, offered=ids, wanted=wanted, claimer=self.claimer, now=now)

    def _read(self, session: Session, now: datetime) -> None:
        if self._is_complete:
            return
        page = list_due(session, round_id=self.round_id, after=self._seen, now=now, limit=PAGE)
        self._waiting = page
        self._is_complete = len(page) < PAGE
        self._seen = max((one.delivery_id for one in page), default=self._seen)
