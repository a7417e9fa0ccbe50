"""What `outreach serve` and `outreach worker` share: the alarm clock that wakes the stages."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from outreach.accounts import Role, system_actor
from outreach.cli.intake import Intake
from outreach.clock import utc_now
from outreach.operations.notify import Premises, look_turn, notify_turn
from outreach.operations.retention import retention_turn
from outreach.operations.road import road_of
from outreach.operations.tick import Service, send_turn
from outreach.schedule import Job, start_alarm_clock
from outreach.wiring import App, identity_of, pace_of, post_of, relay_of, transport_of, trust_of

SENDS_EVERY = timedelta(minutes=1)
COLLECTS_EVERY = timedelta(minutes=2)
NOTIFIES_EVERY = timedelta(minutes=1)
LOOKS_EVERY = timedelta(hours=1)
PURGES_EVERY = timedelta(hours=1)
"""Whether a day has passed is asked of the database: a service that is started anew each night purges too."""


@contextmanager
def awake(app: App) -> Iterator[None]:
    """Wake sending, collecting and telling people while the block runs; leaving it finishes the mail in hand.

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
    intake = Intake(service, app.settings, stopping)
    collecting = Job("collect", COLLECTS_EVERY, intake.collect)
    clock = start_alarm_clock(
        [
            Job("send", SENDS_EVERY, lambda: _send(service, app, stopping)),
            collecting,
            Job("look for trouble", LOOKS_EVERY, lambda: _look(app)),
            Job("notify", NOTIFIES_EVERY, lambda: _notify(app)),
            Job("purge", PURGES_EVERY, lambda: _purge(app)),
        ]
    )
    try:
        with intake.listening(collecting):
            yield
    finally:
        stopping.set()
        intake.stop()
        clock.shutdown(wait=True)


def _send(service: Service, app: App, stopping: threading.Event) -> None:
    send_turn(service, transport_of(app.settings), should_stop=stopping.is_set)


def _notify(app: App) -> None:
    notify_turn(app.database, post=post_of(app.settings), now=utc_now())


def _purge(app: App) -> None:
    retention_turn(app.database, app.blobs, retention=app.settings.retention, now=utc_now())


def _look(app: App) -> None:
    settings, imap = app.settings, app.settings.imap
    relay = relay_of(settings) if settings.live else None
    imaps = (imap.host, imap.port) if settings.live and imap.host and imap.tls == "implicit" else None
    premises = Premises(settings.home, relay, imaps, road_of(settings))
    look_turn(app.database, premises=premises, desk_url=settings.url, now=utc_now())
