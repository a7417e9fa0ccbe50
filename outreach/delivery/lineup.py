"""Who is next: the due deliveries in order, each when the pace allows it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.delivery.claim import Claimer, Claims, claim, claim_next, list_due
from outreach.delivery.departures import lock_departures, note_departures
from outreach.delivery.pacing import Pace, Pacer, lane_of_round
from outreach.rounds.paces import paces_of_rounds

PAGE = 200
"""With a pace: so many are looked at at once for the first one that may leave."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one look at the queue gave. `wait` is in seconds, until the pace lets the next one leave."""

    claims: Claims = field(default_factory=Claims)
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A delivery that is due, and the lanes that it leaves in."""

    delivery_id: int
    lanes: tuple[str, ...]


@dataclass(slots=True)
class Lineup:
    """One pass over what is due, of one round or of all. Nothing in it is promised: a claim decides."""

    claimer: Claimer
    round_id: int | None
    pace: Pace | None
    chance: Callable[[], float]
    _waiting: list[_Waiting] = field(default_factory=list)
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
        slow = paces_of_rounds(session)
        pace = replace(pace, of_rounds={lane_of_round(number): most for number, most in slow.items()})
        pacer, first = self._look(session, pace, now)
        # What holds back all that was looked at, but not every mail: somebody behind them may leave.
        while not self._is_complete and (first is None or first[1] > pacer.wait_for(now=now)):
            self._read_on(session, slow, now)
            pacer, first = self._look(session, pace, now)
        if first is None:
            return Turn()
        place, wait = first
        if wait:
            return Turn(wait=wait.total_seconds())
        due = self._waiting.pop(place)
        claims = claim(session, offered=[due.delivery_id], wanted=1, claimer=self.claimer, now=now)
        if claims.claimed:
            pacer.leave(*due.lanes, now=now, chance=self.chance())
            note_departures(session, pacer.free_at)
        return Turn(claims)

    def _look(self, session: Session, pace: Pace, now: datetime) -> tuple[Pacer, tuple[int, timedelta] | None]:
        """Who of those read so far may leave first, by a pacer that nobody else changes meanwhile."""
        lanes = {lane for one in self._waiting for lane in one.lanes}
        pacer = Pacer(pace, lock_departures(session, lanes=lanes))
        return pacer, pacer.first((one.lanes for one in self._waiting), now=now)

    def _read_on(self, session: Session, slow: Collection[int], now: datetime) -> None:
        """Read the next page of what is due."""
        due = list_due(session, round_id=self.round_id, after=self._seen, now=now, limit=PAGE)
        for one in due:
            of_round = (lane_of_round(one.round_id),) if one.round_id in slow else ()
            self._waiting.append(_Waiting(one.delivery_id, (one.domain, *of_round)))
        self._go_on([one.delivery_id for one in due], PAGE)

    def _go_on(self, seen: Sequence[int], wanted: int) -> None:
        """What is due after these comes next; when they are fewer than `wanted`, there is nothing."""
        self._is_complete = len(seen) < wanted
        self._seen = max(seen, default=self._seen)
