"""Collect as soon as the server says that mail has come. Beside it the alarm clock asks at intervals: what a lost
connection keeps silent about is found by that."""

import logging
import threading
from collections.abc import Callable

from outreach.errors import Unavailable
from outreach.replies.mailbox import Announcer

log = logging.getLogger(__name__)

WATCH_SECONDS = 9 * 60.0
"""Less than the 29 minutes of RFC 2177, and than the ten after which many routers forget a silent connection."""
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds between two tries to connect."""


def listen(
    mailbox: Announcer,
    *,
    collect: Callable[[], None],
    stopping: threading.Event,
    watch_seconds: float = WATCH_SECONDS,
    pause: Callable[[int], float] | None = None,
) -> None:
    """Run until `stopping`, or until the server turns out not to offer it. `collect` must not raise.

    `pause` gives the seconds to wait after so many failures in a row.
    """
    failures = 0
    while not stopping.is_set():
        try:
            if not mailbox.can_announce():
                log.info("replies.polled_only")
                break
            failures = _watch(mailbox, collect, stopping, watch_seconds, failures)
        except Unavailable as error:
            if stopping.is_set():
                break
            failures += 1
            # Whoever collects at intervals meets the same, and says so.
            log.info("replies.not_listening", extra={"reason": str(error), "failures": failures})
            stopping.wait((pause or pause_after)(failures))
    mailbox.close()


def pause_after(failures: int) -> float:
    """Seconds until the next try, doubled each time."""
    return float(min(SHORTEST_PAUSE * 2 ** (min(failures, 20) - 1), LONGEST_PAUSE))


def _watch(
    mailbox: Announcer, collect: Callable[[], None], stopping: threading.Event, seconds: float, failures: int
) -> int:
    """One watch to its end. It is no failure any more: a server that hung up at once would have raised."""
    for _ in mailbox.news(seconds=seconds, should_stop=stopping.is_set):
        collect()
    return 0
