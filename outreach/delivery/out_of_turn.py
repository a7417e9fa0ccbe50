"""A server that speaks while it should listen (RFC 5321 4.3.1 lets it speak after the final period only)."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def written_or_answered(
    writing: Coroutine[Any, Any, None], answer: "asyncio.Future[Any]", *, seconds: float
) -> None:
    """Wait until all is written or the server has spoken: what it refuses already need not be sent to its end.

    Raises TimeoutError after so many seconds of neither, and what `writing` raises.
    """
    written = asyncio.ensure_future(writing)
    try:
        await asyncio.wait({written, answer}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if written.done():
            written.result()
        elif not answer.done():
            raise TimeoutError
    finally:
        written.cancel()
