"""A run that is asked to stop finishes the mails in hand, unless their servers let it wait too long."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from outreach.delivery.transport import Transport

GRACE_SECONDS = 8.0
"""`docker stop` kills after ten seconds: what happened must be written by then."""
LOOK_SECONDS = 0.25


@asynccontextmanager
async def with_grace(
    transport: Transport, *, should_stop: Callable[[], bool], seconds: float
) -> AsyncIterator[None]:
    """While the block runs: end all conversations when so many seconds have passed since it should stop.

    Each mail then fails in the way that is true of it: not taken, or, after its last byte, uncertain.
    """
    watch = asyncio.create_task(_cut_off(transport, should_stop, seconds))
    try:
        yield
    finally:
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch


async def _cut_off(transport: Transport, should_stop: Callable[[], bool], seconds: float) -> None:
    while not should_stop():
        await asyncio.sleep(LOOK_SECONDS)
    await asyncio.sleep(seconds)
    transport.abort()
