"""One turn of the service: what is due leaves, what has come is taken in. Starting a round stays a person's act.

Rows are the queue, so a turn that runs twice, late, or beside another one does no harm.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.delivery.identity import MailIdentity
from outreach.delivery.pacing import Pace
from outreach.delivery.queue import queue_round
from outreach.delivery.recover import recover
from outreach.delivery.run import SendReport
from outreach.delivery.send import send_due
from outreach.delivery.sweep import sweep
from outreach.delivery.transport import Transport
from outreach.replies.collect import CollectReport, collect
from outreach.replies.mailbox import Mailbox
from outreach.replies.trust import NOBODY, Trust
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import list_rounds


@dataclass(frozen=True, slots=True)
class Service:
    """What a turn works with. `chance` gives numbers in [0, 1) for the jitter of retries."""

    database: Database
    blobs: Blobs
    identity: MailIdentity
    clock: Callable[[], datetime]
    actor: Actor
    worker: str
    pace: Pace | None = None
    chance: Callable[[], float] = random.random
    trust: Trust = NOBODY


def send_turn(
    service: Service, transport: Transport, *, should_stop: Callable[[], bool] = lambda: False
) -> SendReport:
    """Queue what was approved since, give up what was lost or is too late, and send what is due."""
    line_up(service.database, actor=service.actor, now=service.clock())
    return send_due(
        service.database,
        service.blobs,
        transport=transport,
        identity=service.identity,
        clock=service.clock,
        worker=service.worker,
        actor=service.actor,
        pace=service.pace,
        should_stop=should_stop,
        chance=service.chance,
    )


def collect_turn(
    service: Service, mailboxes: Sequence[Mailbox], *, should_stop: Callable[[], bool] = lambda: False
) -> list[CollectReport]:
    """Take in what every mailbox has that is new."""
    return [
        collect(
            service.database,
            service.blobs,
            mailbox=mailbox,
            token_keys=service.identity.token_keys,
            trust=service.trust,
            now=service.clock(),
            actor=service.actor,
            should_stop=should_stop,
        )
        for mailbox in mailboxes
    ]


def line_up(database: Database, *, actor: Actor, now: datetime, round_id: int | None = None) -> None:
    """Give up what was lost or came too late, then queue what was approved since: one round's, or all open ones'.

    Raises:
        NotAllowed: the actor is not staff.
        WrongStatus: the named round is not open.
    """
    with database.begin() as session:
        recover(session, actor=actor, now=now)
        sweep(session, actor=actor, now=now)
        for number in [round_id] if round_id else _open_rounds(session):
            queue_round(session, round_id=number, actor=actor, now=now)


def _open_rounds(session: Session) -> list[int]:
    return [one.id for one in list_rounds(session) if one.status is RoundStatus.OPEN]
