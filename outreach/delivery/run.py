"""One pass of sending: a worker for each connection, and the three steps for each mail."""

import asyncio
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.accounts import Actor
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.delivery.claim import Claimed, Due, Held, claim, list_due
from outreach.delivery.compose import Composer, NotBuilt
from outreach.delivery.grace import with_grace
from outreach.delivery.identity import MailIdentity
from outreach.delivery.lineup import Lineup
from outreach.delivery.pacing import Pace, Pacer
from outreach.delivery.record import Tried, record_result
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.transport import Accepted, ConnectionFailure, SendingFailure, Transport
from outreach.errors import Unavailable

log = logging.getLogger(__name__)
MOST_DEAD_CONNECTIONS = 3
"""In a row; then the relay is down and the rest waits for the next run."""
RECORD_TRIES = 5


@dataclass(frozen=True, slots=True)
class SendReport:
    """What one run did. `statuses` counts deliveries by the status they were left in.

    `trouble` says why it stopped early, or why its last connection failed; None when all went well.
    """

    statuses: Mapping[DeliveryStatus, int]
    held: tuple[Held, ...]
    trouble: str | None

    @property
    def tried(self) -> int:
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Sender:
    """What a run works with. `worker` names the process; `chance` gives numbers in [0, 1)."""

    database: Database
    blobs: Blobs
    transport: Transport
    identity: MailIdentity
    clock: Callable[[], datetime]
    worker: str
    actor: Actor
    round_id: int | None
    pace: Pace | None
    lease: timedelta
    should_stop: Callable[[], bool]
    grace_seconds: float
    progress: Callable[[DeliveryStatus], None]
    chance: Callable[[], float]


@dataclass(slots=True)
class Run:
    """One pass. A worker per connection of the transport."""

    sender: Sender
    left: int | None
    composer: Composer
    statuses: Counter[DeliveryStatus] = field(default_factory=Counter)
    held: list[Held] = field(default_factory=list)
    trouble: str | None = None
    dead_connections: int = 0
    last_dead: str | None = None
    turn: AbstractAsyncContextManager[None] = field(default_factory=nullcontext)
    """SQLite takes one writer at a time and lets the others sleep longer than needed: ours wait here instead."""

    async def all(self) -> SendReport:
        if self.sender.database.is_sqlite:
            self.turn = asyncio.Lock()
        pacer = Pacer(self.sender.pace) if self.sender.pace else None
        lineup = Lineup(self._page, pacer, self._is_over)
        workers = [self._work(lineup) for _ in range(self.sender.transport.connections)]
        transport, stop = self.sender.transport, self.sender.should_stop
        async with with_grace(transport, should_stop=stop, seconds=self.sender.grace_seconds):
            # Not a TaskGroup: it would cut the other conversations short when one worker fails.
            ends = await asyncio.gather(*workers, return_exceptions=True)
        await self.sender.transport.close()
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        return SendReport(dict(self.statuses), tuple(self.held), self.trouble or self.last_dead)

    def _is_over(self) -> bool:
        return self.trouble is not None or self.left == 0 or self.sender.should_stop()

    async def _work(self, lineup: Lineup) -> None:
        try:
            while (due := await lineup.next()) is not None:
                self.left = None if self.left is None else self.left - 1
                async with self.turn:
                    claimed = await asyncio.to_thread(self._claim, due)
                if isinstance(claimed, Held):
                    self.held.append(claimed)
                elif claimed is not None:
                    await self._send(claimed)
        except BaseException as error:
            self.trouble = str(error)
            raise

    def _page(self, after: int, limit: int) -> list[Due]:
        sender = self.sender
        with sender.database.read() as session:
            return list_due(session, round_id=sender.round_id, after=after, now=sender.clock(), limit=limit)

    def _claim(self, due: Due) -> Claimed | Held | None:
        sender = self.sender
        with sender.database.begin() as session:
            return claim(
                session,
                delivery_id=due.delivery_id,
                worker=sender.worker,
                message_id=sender.identity.message_id(secrets.token_hex(16)),
                is_live=sender.transport.is_live,
                lease=sender.lease,
                now=sender.clock(),
            )

    async def _send(self, claimed: Claimed) -> None:
        result, eml_sha256 = await self._conversation(claimed)
        tried = Tried(claimed, result, eml_sha256, self.sender.chance())
        async with self.turn:
            status = await asyncio.to_thread(self._record, tried)
        self.statuses[status] += 1
        self.sender.progress(status)
        log.info("delivery.tried", extra={"delivery": claimed.delivery_id, "status": status.value})
        self.last_dead = str(result) if isinstance(result, ConnectionFailure) else None
        self.dead_connections = self.dead_connections + 1 if self.last_dead else 0
        if self.dead_connections >= MOST_DEAD_CONNECTIONS:
            self.trouble = self.last_dead

    async def _conversation(self, claimed: Claimed) -> tuple[Accepted | SendingFailure, str | None]:
        eml_sha256 = None
        try:
            message, eml_sha256 = await asyncio.to_thread(self._compose, claimed)
            accepted = await self.sender.transport.send(
                envelope_sender=self.sender.identity.reply_address(claimed.delivery_id),
                recipient=claimed.recipient,
                message=message,
                envelope_id=f"{claimed.delivery_id}.{claimed.attempt_id}",
            )
        except SendingFailure as failure:
            return failure, eml_sha256
        return accepted, eml_sha256

    def _compose(self, claimed: Claimed) -> tuple[bytes, str]:
        """The mail, kept as it is sent before it is sent."""
        message = self.composer.compose(claimed, now=self.sender.clock())
        try:
            return message, self.sender.blobs.put(message)
        except Unavailable as error:
            raise NotBuilt(str(error)) from error

    def _record(self, tried: Tried) -> DeliveryStatus:
        """Record, and try again when the database is busy: what the server said must not be lost."""
        sender = self.sender
        for left in reversed(range(RECORD_TRIES)):
            try:
                with sender.database.begin() as session:
                    return record_result(session, tried, actor=sender.actor, now=sender.clock())
            except Unavailable:
                if not left:
                    raise
                time.sleep(1)
        raise AssertionError("unreachable")
