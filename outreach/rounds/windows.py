"""When a plan's letters would leave, before anything is planned."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from outreach.recipients.closures import days_for, standing_closures
from outreach.recipients.store import GovernmentInfo, OfficeInfo, list_governments
from outreach.rounds.calendar import window


def windows_of(
    session: Session, offices: Iterable[OfficeInfo], *, dispatch_on: date, window_days: int
) -> list[tuple[GovernmentInfo, datetime, datetime]]:
    """Each government's window; several where some of its offices are in recess on that day. In UTC."""
    governments = {one.code: one for one in list_governments(session)}
    closures = standing_closures(session)
    windows = dict.fromkeys(
        (
            office.government,
            *window(
                office.government,
                time_zone=governments[office.government].time_zone,
                dispatch_on=dispatch_on,
                window_days=window_days,
                closed=days_for(closures, office),
            ),
        )
        for office in offices
    )
    return [(governments[code], opens_at, closes_at) for code, opens_at, closes_at in windows]
