"""What is written is not written to its end once the server has spoken."""

import asyncio
from collections.abc import Callable

import pytest

from outreach.delivery.out_of_turn import written_or_answered

TURNS = 100


def turns_written(answer: Callable[[asyncio.Future[str]], None], *, seconds: float = 60.0) -> int:
    """How many of its turns the writing had when the wait was over."""
    turns: list[int] = []

    async def write() -> None:
        for turn in range(TURNS):
            await asyncio.sleep(0)
            turns.append(turn)

    async def run() -> None:
        answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(answer, answered)
        await written_or_answered(write(), answered, seconds=seconds)

    asyncio.run(run())
    return len(turns)


def test_without_an_answer_all_is_written() -> None:
    assert turns_written(lambda answered: None) == TURNS


def test_an_answer_ends_it() -> None:
    assert turns_written(lambda answered: answered.set_result("552 5.3.4 too big")) < TURNS / 2


def test_a_failure_to_write_is_raised() -> None:
    async def run() -> None:
        async def write() -> None:
            raise ConnectionResetError

        await written_or_answered(write(), asyncio.get_running_loop().create_future(), seconds=60.0)

    with pytest.raises(ConnectionResetError):
        asyncio.run(run())


def test_neither_in_time_is_told() -> None:
    async def run() -> None:
        never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await written_or_answered(asyncio.sleep(3600), never, seconds=0.01)

    with pytest.raises(TimeoutError):
        asyncio.run(run())
