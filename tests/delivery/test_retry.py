"""When to try again."""

from datetime import UTC, datetime, timedelta

import pytest

from outreach.delivery.retry import NO_CONNECTION_WAIT, WAITS, GiveUp, Retry, after_failure, after_no_connection

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATE = NOW + timedelta(days=30)


def wait(tries: int, *, text: str = "", chance: float = 0.0, closes_at: datetime = LATE) -> timedelta | None:
    decision = after_failure(tries=tries, text=text, now=NOW, closes_at=closes_at, chance=chance)
    return decision.at - NOW if isinstance(decision, Retry) else None


def test_the_first_wait_is_short_enough_for_a_greylist_and_waits_grow() -> None:
    waits = [wait(tries) for tries in range(1, len(WAITS) + 1)]
    assert waits[0] == timedelta(minutes=6)
    assert waits == sorted(WAITS)


def test_enough_is_enough() -> None:
    assert wait(len(WAITS) + 1) is None


def test_no_retry_after_the_window() -> None:
    assert wait(1, closes_at=NOW + timedelta(minutes=6)) is None
    assert wait(1, closes_at=NOW + timedelta(minutes=7)) == timedelta(minutes=6)


def test_jitter_only_adds() -> None:
    assert timedelta(minutes=6) < (wait(1, chance=0.99) or timedelta()) <= timedelta(minutes=6) * 1.2


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4.7.1 Greylisted, please try again in 900 seconds", 15),
        ("Graylisting in effect: wait 20 min", 20),
        ("try again in 5 s", 6),
        ("mailbox 900 seconds old", 6),
        ("retry in 9999 minutes", 24 * 60),
    ],
)
def test_the_servers_own_words_count(text: str, minutes: int) -> None:
    assert wait(1, text=text) == timedelta(minutes=minutes)


def test_without_a_connection_the_wait_is_the_same_each_time() -> None:
    assert after_no_connection(now=NOW, chance=0.0).at == NOW + NO_CONNECTION_WAIT
    assert isinstance(after_failure(tries=99, text="", now=NOW, closes_at=LATE, chance=0), GiveUp)
