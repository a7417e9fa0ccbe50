"""Whether a delivery may leave now: in its window, and for live letters in its office's own working hours."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.rounds.calendar import CLOSES, OPENS, Days, open_day


def next_office_time(
    government: str, *, time_zone: str, now: datetime, closed: Sequence[Days] = ()
) -> datetime | None:
    """`now` itself while the office works, otherwise the moment in UTC at which it opens next.

    None while it is closed, such as dissolved, and no end of that is known."""
    zone = ZoneInfo(time_zone)
    local = now.astimezone(zone)
    today = open_day(government, local.date(), closed)
    if today is None:
        return None
    if today == local.date() and OPENS <= local.time() < CLOSES:
        return now
    is_over = today == local.date() and local.time() >= CLOSES
    opens_on = open_day(government, today + timedelta(days=1), closed) if is_over else today
    return None if opens_on is None else datetime.combine(opens_on, OPENS, zone).astimezone(UTC)
