"""A sending process that a test starts, and that may be killed at a chosen step. Importable on its own, so that
it starts from a clean process and not as a copy of the test's."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from outreach import schema
from outreach.blob_folder import FolderBlobs
from outreach.cli.delivery_send import asked_to_stop
from outreach.db import open_database
from outreach.delivery import lineup, record_surely, run
from outreach.delivery.grace import GRACE_SECONDS
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.send import send_due
from tests.delivery.an_open_round import IDENTITY
from tests.people import STAFF_SAM

STEPS = (
    "before the claim's commit",
    "after the claim's commit",
    "before the mail is sent",
    "after 250, before the record",
    "before the record's commit",
)
"""Where a process kills itself. Within the conversation the server does it: see `tests/faults/killer.py`."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Where to send what. With `step`, die at its `nth` time."""

    database_url: str
    blobs: Path
    port: int
    now: datetime
    step: str = ""
    nth: int = 1
    connections: int = 1
    grace_seconds: float = GRACE_SECONDS


def send_until_killed(orders: Orders) -> None:
    """Send what is due over SMTP. Killed by itself at the step, as by `kill -9`."""
    assert schema.STAGES
    if orders.step:
        _lay_the_trap(orders.step, orders.nth)
    relay = Relay("127.0.0.1", orders.port, Tls.NONE, timeout_seconds=10)
    send_due(
        open_database(orders.database_url),
        FolderBlobs(orders.blobs),
        transport=SmtpTransport(relay, is_live=False, connections=orders.connections),
        identity=IDENTITY,
        clock=lambda: orders.now,
        worker=f"victim:{os.getpid()}",
        actor=STAFF_SAM,
        should_stop=asked_to_stop().is_set,
        grace_seconds=orders.grace_seconds,
    )


def _lay_the_trap(step: str, nth: int) -> None:
    places: dict[str, tuple[Any, str, bool]] = {
        STEPS[0]: (lineup, "claim_next", True),
        STEPS[1]: (run.Run, "_claim", True),
        STEPS[2]: (SmtpTransport, "send", False),
        STEPS[3]: (run.Run, "_record", False),
        STEPS[4]: (record_surely, "record_results", True),
    }
    owner, name, after = places[step]
    setattr(owner, name, deadly(getattr(owner, name), nth, after=after))


def deadly(function: Callable[..., Any], nth: int, *, after: bool) -> Callable[..., Any]:
    """The function, killing the process before or after its `nth` call."""
    calls = count(1)

    def wrapped(*args: Any, **values: Any) -> Any:
        is_the_one = next(calls) == nth
        if is_the_one and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **values)
        if is_the_one and after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped
