"""Windows open at nine and close at five where the office stands, on days when it works."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from outreach.rounds.calendar import is_office_day, is_too_late, letter_day, office_day, open_day, window


@pytest.mark.parametrize(
    ("government", "time_zone", "day", "opens", "closes"),
    [
        # Britain goes to summer time on Sunday 28 March 2027; Good Friday is the 26th, Easter Monday the 29th.
        ("GB", "Europe/London", date(2027, 3, 24), "2027-03-24T09:00", "2027-03-30T16:00"),
        ("GB", "Europe/London", date(2027, 3, 26), "2027-03-30T08:00", "2027-04-05T16:00"),
        # The United States leave summer time on Sunday 7 November 2027; Veterans Day is the 11th.
        ("US", "America/New_York", date(2027, 11, 5), "2027-11-05T13:00", "2027-11-10T22:00"),
        ("US", "America/New_York", date(2027, 11, 6), "2027-11-08T14:00", "2027-11-15T22:00"),
        # Japan and India never change their clocks; in Tokyo nine o'clock is midnight UTC.
        ("JP", "Asia/Tokyo", date(2027, 6, 7), "2027-06-07T00:00", "2027-06-14T08:00"),
        ("IN", "Asia/Kolkata", date(2027, 6, 7), "2027-06-07T03:30", "2027-06-14T11:30"),
        # Canberra: summer time ends on Sunday 4 April 2027, after Easter Monday is still to come.
        ("AU", "Australia/Sydney", date(2027, 4, 1), "2027-03-31T22:00", "2027-04-06T07:00"),
        # Israel works from Sunday to Thursday.
        ("IL", "Asia/Jerusalem", date(2027, 7, 2), "2027-07-04T06:00", "2027-07-11T14:00"),
        # The European Union's institutions keep Belgium's holidays: 21 July.
        ("EU", "Europe/Brussels", date(2027, 7, 21), "2027-07-22T07:00", "2027-07-27T15:00"),
    ],
)
def test_window(government: str, time_zone: str, day: date, opens: str, closes: str) -> None:
    assert window(government, time_zone=time_zone, dispatch_on=day, window_days=5) == (
        datetime.fromisoformat(opens + "+00:00"),
        datetime.fromisoformat(closes + "+00:00"),
    )


@pytest.mark.parametrize(
    ("government", "day", "works"),
    [
        ("GB", date(2027, 1, 1), False),
        ("GB", date(2027, 3, 29), False),  # Easter Monday is a holiday in England, not in Scotland
        ("DE", date(2027, 3, 8), False),  # Women's Day is a holiday in Berlin only
        ("JP", date(2027, 5, 3), False),
        ("IL", date(2027, 7, 2), False),
        ("IL", date(2027, 7, 4), True),
        ("FR", date(2027, 7, 4), False),
        ("FR", date(2027, 7, 5), True),
    ],
)
def test_office_days(government: str, day: date, works: bool) -> None:
    assert is_office_day(government, day) is works


def test_a_long_holiday_is_skipped_whole() -> None:
    assert office_day("JP", date(2027, 5, 1)) == date(2027, 5, 6)


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [("Asia/Tokyo", 8), ("Europe/London", 7), ("America/New_York", 7), ("Australia/Sydney", 8)],
)
def test_a_letter_bears_the_day_at_the_office(time_zone: str, day: int) -> None:
    assert letter_day(datetime(2027, 6, 7, 18, tzinfo=UTC), time_zone=time_zone) == date(2027, 6, day)


@pytest.mark.parametrize(("days", "late"), [(0, False), (7, False), (8, True), (-3, False)])
def test_letter_date(days: int, late: bool) -> None:
    opens = datetime(2027, 1, 4, 9, tzinfo=UTC)
    assert is_too_late(opens, opens + timedelta(days=days)) is late


RECESS = (date(2026, 12, 18), date(2027, 1, 4))


@pytest.mark.parametrize(
    ("day", "closed", "opens"),
    [
        (date(2026, 12, 17), [RECESS], date(2026, 12, 17)),
        (date(2026, 12, 18), [RECESS], date(2027, 1, 5)),
        (date(2027, 1, 4), [RECESS], date(2027, 1, 5)),
        (date(2026, 12, 21), [RECESS, (date(2027, 1, 5), date(2027, 1, 8))], date(2027, 1, 11)),
        (date(2026, 12, 18), [(date(2026, 12, 1), None)], None),
        (date(2026, 12, 18), [RECESS, (date(2027, 1, 1), None)], None),
        (date(2026, 12, 18), [(date(2027, 1, 1), None)], date(2026, 12, 18)),
    ],
)
def test_a_recess_is_passed_over_and_a_dissolution_has_no_end(
    day: date, closed: list[tuple[date, date | None]], opens: date | None
) -> None:
    assert open_day("GB", day, closed) == opens


def test_a_window_lies_outside_of_a_recess() -> None:
    of_britain = partial(window, "GB", time_zone="Europe/London", window_days=5, closed=[RECESS])
    opens, closes = of_britain(dispatch_on=date(2026, 12, 16))
    assert (opens.date(), closes.date()) == (date(2026, 12, 16), date(2027, 1, 5))
    opens, closes = of_britain(dispatch_on=date(2026, 12, 21))
    assert (opens.date(), closes.date()) == (date(2027, 1, 5), date(2027, 1, 11))
