"""Send what is due: claim, commit, send, record. Nothing lost, nothing twice.

1. (transaction) claim one delivery and write its attempt with its Message-ID; commit.
2. (no transaction) load the approved files, check their sha256, build the mail, send it.
3. (transaction) write the server's reply and the new status, or the error and the next attempt.

A process that dies between 1 and 3 leaves `sending`; `recover` makes it `uncertain` when the lease is over.
"""

import asyncio
import random
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from outreach.accounts import Actor, Role
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.delivery.claim import Claimer
from outreach.delivery.compose import Composer
from outreach.delivery.grace import GRACE_SECONDS
from outreach.delivery.identity import MailIdentity
from outreach.delivery.lineup import Lineup
from outreach.delivery.pacing import Pace
from outreach.delivery.run import Run, Sender, SendReport
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.transport import Transport

LEASE = timedelta(minutes=20)
"""Longer than any conversation with a server may take."""


def send_due(
    database: Database,
    blobs: Blobs,
    *,
    transport: Transport,
    identity: MailIdentity,
    clock: Callable[[], datetime],
    worker: str,
    actor: Actor,
    round_id: int | None = None,
    limit: int | None = None,
    pace: Pace | None = None,
    lease: timedelta = LEASE,
    should_stop: Callable[[], bool] = lambda: False,
    grace_seconds: float = GRACE_SECONDS,
    progress: Callable[[DeliveryStatus], None] = lambda _status: None,
    chance: Callable[[], float] = random.random,
) -> SendReport:
    """Go once over everything due (of one round, or all), at most `limit` mails, and send it.

    Any number of processes may do this at once. `should_stop` is asked before each claim; the mails in hand are
    finished, or cut off after `grace_seconds`. One bad recipient never stops the rest; a relay that is down does.

    Raises:
        NotAllowed: the actor is not staff.
        Unavailable: the database does not answer.
    """
    actor.require(Role.STAFF)
    sender = Sender(
        database=database,
        blobs=blobs,
        transport=transport,
        identity=identity,
        clock=clock,
        actor=actor,
        should_stop=should_stop,
        grace_seconds=grace_seconds,
        progress=progress,
        chance=chance,
    )
    claimer = Claimer(
        worker=worker,
        is_live=transport.is_live,
        lease=lease,
        message_id=lambda: identity.message_id(secrets.token_hex(16)),
    )
    lineup = Lineup(claimer, round_id, pace, chance)
    return asyncio.run(Run(sender, limit, Composer(blobs, identity), lineup).all())
