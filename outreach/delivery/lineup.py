"""Who is next: the due deliveries in order, each when the pace allows it."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from outreach.delivery.claim import Due
from outreach.delivery.pacing import Pacer

PAGE = 200
NAP = 0.25
"""Seconds after which a waiting worker looks whether it should stop."""


@dataclass(slots=True)
class Lineup:
    """One pass over what is due, shared by the workers of a run. `read_page(after, limit)` lists by id."""

    read_page: Callable[[int, int], list[Due]]
    pacer: Pacer | None
    is_over: Callable[[], bool]
    _waiting: deque[Due] = field(default_factory=deque)
    _seen: int = 0
    _is_complete: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def next(self) -> Due | None:
        """The next one that may leave, after a pause when need be; None when there is no more or it is over."""
        async with self._turn:
            while not self.is_over():
                if not self._waiting:
                    await self._read()
                if not self._waiting:
                    return None
                wait = self._first_wait()
                if not wait:
                    return self._leave()
                await asyncio.sleep(min(wait, NAP))
        return None

    async def _read(self) -> None:
        if self._is_complete:
            return
        page = await asyncio.to_thread(self.read_page, self._seen, PAGE)
        self._waiting.extend(page)
        self._is_complete = len(page) < PAGE
        self._seen = max((one.delivery_id for one in page), default=self._seen)

    def _first_wait(self) -> float:
        """Bring to the front who may leave first; the seconds until then."""
        if self.pacer is None:
            return 0.0
        now, pacer = time.monotonic(), self.pacer
        first = min(self._waiting, key=lambda one: pacer.wait_for(one.domain, now=now))
        if first is not self._waiting[0]:
            self._waiting.remove(first)
            self._waiting.appendleft(first)
        return pacer.wait_for(first.domain, now=now)

    def _leave(self) -> Due:
        due = self._waiting.popleft()
        if self.pacer is not None:
            self.pacer.leave(due.domain, now=time.monotonic())
        return due
