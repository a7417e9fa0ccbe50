"""Pacing: at most so many mails a minute, over all and to one domain, evenly spaced."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pace:
    """Mails a minute of one sending process."""

    per_minute: int = 60
    per_domain_per_minute: int = 10


@dataclass(slots=True)
class Pacer:
    """Gives out departure times, in seconds of any steady clock. A departure that was given is taken."""

    pace: Pace
    _next: float = 0.0
    _next_of_domain: dict[str, float] = field(default_factory=dict)

    def wait_for(self, domain: str, *, now: float) -> float:
        """Seconds until a mail to `domain` may leave; 0 when it may leave now."""
        return max(0.0, self._next - now, self._next_of_domain.get(domain, 0.0) - now)

    def leave(self, domain: str, *, now: float) -> None:
        """Note that a mail to `domain` leaves now."""
        self._next = max(now, self._next) + 60 / self.pace.per_minute
        free = max(now, self._next_of_domain.get(domain, 0.0))
        self._next_of_domain[domain] = free + 60 / self.pace.per_domain_per_minute
