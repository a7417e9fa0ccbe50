"""What `outreach serve` and `outreach worker` share: the alarm clock that wakes the stages."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from outreach.accounts import Role, system_actor
from outreach.clock import utc_now
from outreach.operations.tick import Service, collect_turn, send_turn
from outreach.schedule import Job, start_alarm_clock
from outreach.wiring import App, identity_of, mailbox_of, pace_of, transport_of, trust_of

SENDS_EVERY = timedelta(minutes=1)
COLLECTS_EVERY = timedelta(minutes=2)


@contextmanager
def awake(app: App) -> Iterator[None]:
    """Wake sending and collecting while the block runs; leaving it finishes the mail in hand.

    Raises:
        BadInput: a mail setting is wrong.
    """
    stopping = threading.Event()
    service = Service(
        database=app.database,
        blobs=app.blobs,
        identity=identity_of(app.settings),
        clock=utc_now,
        actor=system_actor("service", Role.STAFF, Role.COORDINATOR),
        worker=f"{socket.gethostname()}:{os.getpid()}",
        pace=pace_of(app.settings),
        trust=trust_of(app.settings),
    )
    transport_of(app.settings)
    clock = start_alarm_clock(
        [
            Job(
                "send",
                SENDS_EVERY,
                lambda: _send(service, app, stopping),
            ),
            Job("collect", COLLECTS_EVERY, lambda: _collect(service, app)),
        ]
    )
    try:
        yield
    finally:
        stopping.set()
        clock.shutdown(wait=True)


def _send(service: Service, app: App, stopping: threading.Event) -> None:
    send_turn(service, transport_of(app.settings), should_stop=stopping.is_set)


def _collect(service: Service, app: App) -> None:
    collect_turn(service, [mailbox_of(app.settings)])
