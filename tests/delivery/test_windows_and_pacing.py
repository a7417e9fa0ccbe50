"""When a delivery may leave, and how many a minute."""

from datetime import UTC, datetime, timedelta

import pytest

from outreach.delivery.pacing import Pace, Pacer
from outreach.delivery.windows import next_office_time


@pytest.mark.parametrize(
    ("government", "time_zone", "now", "leaves"),
    [
        ("GB", "Europe/London", "2026-11-24T09:00", "2026-11-24T09:00"),
        ("GB", "Europe/London", "2026-11-24T16:59", "2026-11-24T16:59"),
        ("GB", "Europe/London", "2026-11-24T17:00", "2026-11-25T09:00"),
        ("GB", "Europe/London", "2026-11-24T03:00", "2026-11-24T09:00"),
        # Friday evening, Christmas on the next Friday, Boxing Day kept on Monday the 28th.
        ("GB", "Europe/London", "2026-12-24T18:00", "2026-12-29T09:00"),
        # In Tokyo nine o'clock is midnight UTC; in Washington it is two in the afternoon.
        ("JP", "Asia/Tokyo", "2026-11-24T00:00", "2026-11-24T00:00"),
        ("JP", "Asia/Tokyo", "2026-11-24T08:00", "2026-11-25T00:00"),
        ("US", "America/New_York", "2026-11-24T13:59", "2026-11-24T14:00"),
        # Israel rests on Friday and Saturday, and works on Sunday.
        ("IL", "Asia/Jerusalem", "2026-11-27T08:00", "2026-11-29T07:00"),
        ("IL", "Asia/Jerusalem", "2026-11-29T08:00", "2026-11-29T08:00"),
    ],
)
def test_a_letter_leaves_in_the_hours_of_its_office(
    government: str, time_zone: str, now: str, leaves: str
) -> None:
    moment = datetime.fromisoformat(now + "+00:00")
    expected = datetime.fromisoformat(leaves + "+00:00")
    assert next_office_time(government, time_zone=time_zone, now=moment) == expected
    assert next_office_time(government, time_zone=time_zone, now=expected) == expected


START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_one_domain_waits_and_another_does_not() -> None:
    pacer = Pacer(Pace(per_minute=60, per_domain_per_minute=10))
    pacer.leave("a.example", now=START, chance=0.0)
    assert pacer.wait_for("a.example", now=START) == timedelta(seconds=6)
    assert pacer.wait_for("b.example", now=START) == timedelta(seconds=1)
    assert pacer.wait_for("a.example", now=START + timedelta(seconds=6)) == timedelta(0)
    assert pacer.first([["a.example"], ["b.example"]], now=START) == (1, timedelta(seconds=1))


def test_chance_makes_a_space_longer_and_a_clock_that_was_ahead_stops_nothing() -> None:
    pacer = Pacer(Pace(per_minute=60, per_domain_per_minute=10))
    pacer.leave("a.example", now=START, chance=0.8)
    assert pacer.wait_for("a.example", now=START) == timedelta(seconds=7.2)
    assert pacer.wait_for("a.example", now=START - timedelta(days=400)) == timedelta(seconds=7.5)


def test_no_minute_sees_more_than_allowed() -> None:
    pacer, now, left = Pacer(Pace(per_minute=30, per_domain_per_minute=20)), START, []
    for number in range(60):
        domain = f"{number % 2}.example"
        now += pacer.wait_for(domain, now=now)
        pacer.leave(domain, now=now, chance=0.0)
        left.append(now)
    minute = timedelta(minutes=1)
    assert all(sum(start <= moment < start + minute for moment in left) <= 30 for start in left)
