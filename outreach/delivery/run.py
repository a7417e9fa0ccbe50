"""One pass of sending: claim, send, record, as many at a time as there are connections."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from outreach.accounts import Actor
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.delivery.claim import Claimed, Held
from outreach.delivery.compose import Composer, NotBuilt
from outreach.delivery.grace import with_grace
from outreach.delivery.identity import MailIdentity
from outreach.delivery.lineup import Lineup, Turn
from outreach.delivery.record import Tried
from outreach.delivery.record_surely import record_surely
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.transport import Accepted, ConnectionFailure, SendingFailure, Transport
from outreach.errors import Unavailable

log = logging.getLogger(__name__)
MOST_DEAD_CONNECTIONS = 3
"""In a row; then the relay is down and the rest waits for the next run."""
GATHER_SECONDS = 0.005
"""How long a mail that ended waits for others, to be recorded and claimed anew with them."""
NAP = 0.25
"""Seconds after which a run that waits for the pace looks whether it should stop."""


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
    """What a run works with. `chance` gives numbers in [0, 1)."""

    database: Database
    blobs: Blobs
    transport: Transport
    identity: MailIdentity
    clock: Callable[[], datetime]
    actor: Actor
    should_stop: Callable[[], bool]
    grace_seconds: float
    progress: Callable[[DeliveryStatus], None]
    chance: Callable[[], float]


@dataclass(slots=True)
class Run:
    """One pass. As many mails are in hand as the transport has connections.

    What ended together is recorded together, and as many as became free are claimed together: one commit each, as
    lasting as one for each mail would be. Nothing is claimed before a connection is free for it, so what a dead
    process leaves `uncertain` is never more than it was just sending, and a stop is obeyed within one mail.
    """

    sender: Sender
    left: int | None
    composer: Composer
    lineup: Lineup
    statuses: Counter[DeliveryStatus] = field(default_factory=Counter)
    held: list[Held] = field(default_factory=list)
    in_hand: set[asyncio.Task[Tried]] = field(default_factory=set)
    error: Exception | None = None
    trouble: str | None = None
    dead_connections: int = 0
    last_dead: str | None = None

    async def all(self) -> SendReport:
        transport, stop = self.sender.transport, self.sender.should_stop
        async with with_grace(transport, should_stop=stop, seconds=self.sender.grace_seconds):
            await self._mails()
        await self.sender.transport.close()
        if self.error is not None:
            raise self.error
        return SendReport(dict(self.statuses), tuple(self.held), self.trouble or self.last_dead)

    async def _mails(self) -> None:
        while self.in_hand or not self._is_over():
            try:
                wait = await self._take_up()
                await self._put_down(wait)
            except Exception as error:  # Whatever it is, the mails in hand are finished and recorded first.
                self.error, self.trouble = self.error or error, str(error)

    def _is_over(self) -> bool:
        return self.trouble is not None or self.left == 0 or self.lineup.is_over or self.sender.should_stop()

    async def _take_up(self) -> float:
        """Claim for each free connection and begin; the seconds until the pace allows more."""
        while (free := self._free()) and not self._is_over():
            turn = await asyncio.to_thread(self._claim, free)
            self.held.extend(turn.claims.held)
            self.in_hand.update(asyncio.create_task(self._try(claimed)) for claimed in turn.claims.claimed)
            if self.left is not None:
                self.left -= len(turn.claims.claimed)
            if turn.wait:
                return turn.wait
        return 0.0

    def _free(self) -> int:
        free = self.sender.transport.connections - len(self.in_hand)
        return free if self.left is None else min(free, self.left)

    async def _put_down(self, wait: float) -> None:
        """Wait until a mail in hand has ended, or for the pace; record what ended."""
        nap = min(wait, NAP) or None
        if not self.in_hand:
            await asyncio.sleep(nap or 0)
            return
        ended, self.in_hand = await asyncio.wait(self.in_hand, timeout=nap, return_when=asyncio.FIRST_COMPLETED)
        if ended and self.in_hand:
            more, self.in_hand = await asyncio.wait(self.in_hand, timeout=GATHER_SECONDS)
            ended |= more
        whole = [task for task in ended if task.exception() is None]
        await self._note([task.result() for task in whole])
        for broken in ended.difference(whole):
            broken.result()

    async def _note(self, tries: Sequence[Tried]) -> None:
        statuses = await asyncio.to_thread(self._record, tries) if tries else []
        for tried, status in zip(tries, statuses, strict=True):
            self.statuses[status] += 1
            self.sender.progress(status)
            log.info("delivery.tried", extra={"delivery": tried.claimed.delivery_id, "status": status.value})
            self.last_dead = str(tried.result) if isinstance(tried.result, ConnectionFailure) else None
            self.dead_connections = self.dead_connections + 1 if self.last_dead else 0
            if self.dead_connections >= MOST_DEAD_CONNECTIONS:
                self.trouble = self.last_dead

    def _claim(self, wanted: int) -> Turn:
        with self.sender.database.begin() as session:
            return self.lineup.take(session, wanted=wanted, now=self.sender.clock())

    async def _try(self, claimed: Claimed) -> Tried:
        result, eml_sha256 = await self._conversation(claimed)
        return Tried(claimed, result, eml_sha256, self.sender.chance())

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

    def _record(self, tries: Sequence[Tried]) -> list[DeliveryStatus]:
        return record_surely(self.sender.database, tries, actor=self.sender.actor, clock=self.sender.clock)
