"""Offices that are closed for all of their window: a recess, or a dissolution."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from outreach.operations.finding import Finding
from outreach.recipients.closures import standing_closures
from outreach.recipients.store import offices_by_key, time_zones
from outreach.rounds.calendar import open_day
from outreach.rounds.store import AddresseeInfo, RoundInfo


def closed_findings(
    session: Session, current: RoundInfo, addressees: Sequence[AddresseeInfo]
) -> Iterator[Finding]:
    """Whose letter could not leave: it expires with its window."""
    closures = standing_closures(session)
    if not closures:
        return
    offices = offices_by_key(session, keys={one.office_key for one in addressees})
    zones = time_zones(session, codes={one.government for one in addressees})
    for one in addressees:
        concerned = [closure for closure in closures if closure.concerns(offices[one.office_key])]
        if not concerned or one.opens_at is None or one.closes_at is None:
            continue
        zone = ZoneInfo(zones[one.government])
        first, last = one.opens_at.astimezone(zone).date(), one.closes_at.astimezone(zone).date()
        opens_on = open_day(one.government, first, [closure.days for closure in concerned])
        if opens_on is None or opens_on > last:
            remedy = f"schedule another day, or outreach recipients reopen {concerned[-1].id}"
            yield Finding(current.live, one.office_key, concerned[-1].told, remedy)
