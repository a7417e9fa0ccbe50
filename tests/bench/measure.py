"""A measure: how many things a second, ours and the baseline's."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 3


class Skipped(Exception):
    """A benchmark needs what is not there; the message says what and how to get it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Things a second (more is better): `value` is ours, `baseline` the plain way, in the same run.

    `more` is what else belongs on the line: seconds, megabytes.
    """

    value: float
    unit: str
    baseline: float
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.value / self.baseline


def compare(ours: Callable[[], int], plain: Callable[[], int], *, unit: str) -> Measure:
    """Run both in turn; each returns how many things it did. The best of three is what the machine can do."""
    rates = [(_rate(ours), _rate(plain)) for _ in range(ROUNDS)]
    return Measure(max(rate[0] for rate in rates), unit, max(rate[1] for rate in rates))


def _rate(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - started)


def peak_mb() -> float:
    """The most memory that this process has held, in MB (Linux: `getrusage` would count its parent's as well)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
