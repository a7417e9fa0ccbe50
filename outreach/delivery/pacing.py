"""Pacing: at most so many mails a minute, over all, to one domain and of one round, spaced evenly and by chance.

A mail leaves in lanes: that of all mails, that of its domain, and that of its round where that has its own pace.
Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

EVERYWHERE = ""
"""The lane of all mails together."""
JITTER = 0.25
"""The share of a space between two mails by which it may be longer: never shorter."""


def lane_of_round(round_id: int) -> str:
    """The lane of a round that has a pace of its own: with a blank, so that no domain is called so."""
    return f"round {round_id}"


@dataclass(frozen=True, slots=True)
class Pace:
    """Mails a minute, of all sending processes together. `of_rounds` has the lanes of rounds with a pace of their
    own, which makes a round slower and never faster."""

    per_minute: int = 60
    per_domain_per_minute: int = 10
    of_rounds: Mapping[str, int] = field(default_factory=dict)

    def space(self, lane: str) -> timedelta:
        """The least time between two departures in a lane."""
        if lane == EVERYWHERE:
            return timedelta(minutes=1) / self.per_minute
        return timedelta(minutes=1) / self.of_rounds.get(lane, self.per_domain_per_minute)


@dataclass(slots=True)
class Pacer:
    """Gives out departures. `free_at` says when the next one in each lane may leave; none means at any time."""

    pace: Pace
    free_at: dict[str, datetime] = field(default_factory=dict)

    def wait_for(self, *lanes: str, now: datetime) -> timedelta:
        """How long until a mail in these lanes may leave; zero when it may leave now. Without a lane: any mail."""
        return max(self._wait(lane, now) for lane in (EVERYWHERE, *lanes))

    def leave(self, *lanes: str, now: datetime, chance: float) -> None:
        """Note that a mail in these lanes leaves now; `chance` in [0, 1) is the jitter of the next one."""
        for lane in (EVERYWHERE, *lanes):
            self.free_at[lane] = now + self.pace.space(lane) * (1 + JITTER * chance)

    def first(self, waiting: Iterable[Sequence[str]], *, now: datetime) -> tuple[int, timedelta] | None:
        """Which of these, each in its lanes, may leave first, as its place in the order, and how long it waits."""
        waits: Sequence[timedelta] = [self.wait_for(*lanes, now=now) for lanes in waiting]
        return min(enumerate(waits), key=lambda one: one[1], default=None)

    def _wait(self, lane: str, now: datetime) -> timedelta:
        # No longer than a space can be: a clock that was ahead and is put right must not stop all mail.
        longest = self.pace.space(lane) * (1 + JITTER)
        return min(max(timedelta(0), self.free_at.get(lane, now) - now), longest)
