"""How long each stage of the demonstration took, and telling whoever watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter


@dataclass(slots=True)
class Stages:
    """`tell(stage, done, total)` is called as work goes on; `seconds` holds the time of each stage."""

    tell: Callable[[str, int, int], None]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[int, int], None]]:
        """Time a stage; the value is its own progress callback."""
        self.tell(name, 0, 1)
        started = perf_counter()
        yield lambda done, total: self.tell(name, done, total)
        self.seconds[name] = round(perf_counter() - started, 2)
        self.tell(name, 1, 1)
