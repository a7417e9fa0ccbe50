"""Pacing: at most so many mails a minute, over all and to one domain, spaced evenly with some chance. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

EVERYWHERE = ""
"""Stands among the domains for all of them together."""
JITTER = 0.25
"""The share of a space between two mails by which it may be longer: never shorter."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Mails a minute, of all sending processes together."""

    per_minute: int = 60
    per_domain_per_minute: int = 10

    def space(self, domain: str) -> timedelta:
        """The least time between two departures to a domain, or to any."""
        return timedelta(minutes=1) / (self.per_minute if domain == EVERYWHERE else self.per_domain_per_minute)


@dataclass(slots=True)
class Pacer:
    """Gives out departures. `free_at` says when the next one to each domain may leave; none means at any time."""

    pace: Pace
    free_at: dict[str, datetime] = field(default_factory=dict)

    def wait_for(self, domain: str, *, now: datetime) -> timedelta:
        """How long until a mail to `domain` may leave; zero when it may leave now."""
        return max(self._wait(EVERYWHERE, now), self._wait(domain, now))

    def leave(self, domain: str, *, now: datetime, chance: float) -> None:
        """Note that a mail to `domain` leaves now; `chance` in [0, 1) is the jitter of the next one."""
        for one in (EVERYWHERE, domain):
            self.free_at[one] = now + self.pace.space(one) * (1 + JITTER * chance)

    def first(self, domains: Iterable[str], *, now: datetime) -> tuple[int, timedelta] | None:
        """Which of these may leave first, as its place in the order, and how long it has to wait."""
        waits: Sequence[timedelta] = [self.wait_for(domain, now=now) for domain in domains]
        return min(enumerate(waits), key=lambda one: one[1], default=None)

    def _wait(self, domain: str, now: datetime) -> timedelta:
        # No longer than a space can be: a clock that was ahead and is put right must not stop all mail.
        longest = self.pace.space(domain) * (1 + JITTER)
        return min(max(timedelta(0), self.free_at.get(domain, now) - now), longest)
