"""Whether a delivery may leave now: in its window, and for live letters in its office's own working hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.rounds.calendar import CLOSES, OPENS, office_day


def next_office_time(government: str, *, time_zone: str, now: datetime) -> datetime:
    """`now` itself while the office works, otherwise the moment in UTC at which it opens next."""
    zone = ZoneInfo(time_zone)
    local = now.astimezone(zone)
    today = office_day(government, local.date())
    if today == local.date() and OPENS <= local.time() < CLOSES:
        return now
    is_over = today == local.date() and local.time() >= CLOSES
    opens_on = office_day(government, today + timedelta(days=1)) if is_over else today
    return datetime.combine(opens_on, OPENS, zone).astimezone(UTC)
