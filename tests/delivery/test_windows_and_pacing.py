"""When a delivery may leave, and how many a minute."""

from datetime import UTC, datetime, timedelta

import pytest

from outreach.delivery.pacing import Pace, Pacer
from outreach.delivery.windows import Window, window_at

OPENS = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=8)


@pytest.mark.parametrize(
    ("moment", "window"),
    [
        (OPENS - timedelta(microseconds=1), Window.AHEAD),
        (OPENS, Window.OPEN),
        (CLOSES - timedelta(microseconds=1), Window.OPEN),
        (CLOSES, Window.PAST),
    ],
)
def test_windows_are_half_open(moment: datetime, window: Window) -> None:
    assert window_at(moment, opens_at=OPENS, closes_at=CLOSES) is window


def test_a_window_that_never_opens_is_a_bug() -> None:
    with pytest.raises(ValueError, match="close after"):
        window_at(OPENS, opens_at=OPENS, closes_at=OPENS)


def test_one_domain_waits_and_another_does_not() -> None:
    pacer = Pacer(Pace(per_minute=60, per_domain_per_minute=10))
    pacer.leave("a.example", now=0.0)
    assert pacer.wait_for("a.example", now=0.0) == 6.0
    assert pacer.wait_for("b.example", now=0.0) == 1.0
    assert pacer.wait_for("a.example", now=6.0) == 0.0


def test_no_minute_sees_more_than_allowed() -> None:
    pacer, now, left = Pacer(Pace(per_minute=30, per_domain_per_minute=20)), 0.0, []
    for number in range(60):
        domain = f"{number % 2}.example"
        now += pacer.wait_for(domain, now=now)
        pacer.leave(domain, now=now)
        left.append(now)
    assert all(sum(start <= moment < start + 60 for moment in left) <= 30 for start in left)
