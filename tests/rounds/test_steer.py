"""A round moves as its table says, for the people who may, and never twice at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest

from outreach.accounts import Actor, Role, system_actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, Conflict, NotAllowed, NotFound, Refused, WrongStatus
from outreach.recipients.close import close
from outreach.recipients.status import ClosureKind
from outreach.recipients.store import get_office
from outreach.rounds import steer
from outreach.rounds.schedule import schedule
from outreach.rounds.status import MOVES, RoundStatus
from outreach.rounds.store import get_addressee, get_round, list_addressees
from outreach.rounds.windows import windows_of
from tests.people import STAFF_SAM
from tests.rounds.rows import bare_round

PLANNED, SCHEDULED, OPEN, PAUSED, CLOSED, CANCELLED = RoundStatus
NAMES = {"start": steer.start, "pause": steer.pause, "resume": steer.resume}
NAMES |= {"cancel": steer.cancel, "close": steer.close}
WAYS: dict[RoundStatus, tuple[str, ...]] = {
    PLANNED: (),
    SCHEDULED: ("schedule",),
    OPEN: ("schedule", "start"),
    PAUSED: ("schedule", "start", "pause"),
    CLOSED: ("schedule", "start", "close"),
    CANCELLED: ("cancel",),
}
LEADS_TO = {
    ("schedule", PLANNED): SCHEDULED,
    ("schedule", SCHEDULED): SCHEDULED,
    ("start", SCHEDULED): OPEN,
    ("pause", SCHEDULED): PAUSED,
    ("pause", OPEN): PAUSED,
    ("resume", PAUSED): OPEN,
    ("close", OPEN): CLOSED,
    **{("cancel", status): CANCELLED for status in (PLANNED, SCHEDULED, OPEN, PAUSED)},
}


@pytest.fixture
def planned(any_database: Database, now: datetime) -> int:
    with any_database.begin() as session:
        return bare_round(session, now=now)


def do(database: Database, verb: str, number: int, now: datetime, *, actor: Actor = STAFF_SAM) -> RoundStatus:
    with database.begin() as session:
        if verb == "schedule":
            day = now.date() + timedelta(days=1)
            return schedule(session, round_id=number, dispatch_on=day, window_days=5, actor=actor, now=now).status
        return NAMES[verb](session, round_id=number, actor=actor, now=now).status


@pytest.mark.parametrize("verb", ["schedule", *NAMES])
@pytest.mark.parametrize("status", list(RoundStatus))
def test_moves(any_database: Database, planned: int, now: datetime, status: RoundStatus, verb: str) -> None:
    for step in WAYS[status]:
        do(any_database, step, planned, now)
    target = LEADS_TO.get((verb, status))
    if target is None:
        with pytest.raises(WrongStatus, match=f"Round {planned} is {status}"):
            do(any_database, verb, planned, now)
    else:
        assert do(any_database, verb, planned, now) is target
        assert target in MOVES[status]
    with any_database.read() as session:
        assert get_round(session, planned).status is (target or status)


def test_a_scheduled_round_resumes_to_scheduled(any_database: Database, planned: int, now: datetime) -> None:
    for verb in ("schedule", "pause"):
        do(any_database, verb, planned, now)
    assert do(any_database, "resume", planned, now) is SCHEDULED


@pytest.mark.parametrize("verb", ["schedule", *NAMES])
def test_only_staff(
    any_database: Database, planned: int, now: datetime, organiser_olga: Actor, coordinator_chi: Actor, verb: str
) -> None:
    for actor in (organiser_olga, coordinator_chi):
        with pytest.raises(NotAllowed):
            do(any_database, verb, planned, now, actor=actor)


@pytest.mark.parametrize("verb", ["start", "close"])
def test_the_system_neither_starts_nor_closes(
    any_database: Database, planned: int, now: datetime, verb: str
) -> None:
    with pytest.raises(NotAllowed, match="a person must"):
        do(any_database, verb, planned, now, actor=system_actor("scheduler", Role.STAFF))


def test_an_unknown_round(any_database: Database, planned: int, now: datetime) -> None:
    with pytest.raises(NotFound, match="no round 99"):
        do(any_database, "pause", 99, now)


def test_every_move_is_in_the_ledger(any_database: Database, planned: int, now: datetime) -> None:
    for verb in ("schedule", "start", "pause", "resume", "close"):
        do(any_database, verb, planned, now)
    with any_database.read() as session:
        entries = list_entries(session, subject=f"round:{planned}")
    told = [entry.action for entry in reversed(entries)]
    assert told == [f"round.{what}" for what in ("scheduled", "started", "paused", "resumed", "closed")]


def test_what_was_read_before_somebody_else_moved_it(any_database: Database, planned: int, now: datetime) -> None:
    do(any_database, "schedule", planned, now)
    with any_database.read() as session:
        stale = get_round(session, planned)
    do(any_database, "cancel", planned, now)
    with pytest.raises(Conflict, match="Somebody else moved round"), any_database.begin() as session:
        steer.move(session, stale, OPEN, values={})


def test_two_people_start_at_once(any_database: Database, planned: int, now: datetime) -> None:
    do(any_database, "schedule", planned, now)
    together = Barrier(2)

    def attempt(_: int) -> str:
        together.wait()
        try:
            return do(any_database, "start", planned, now)
        except (Conflict, WrongStatus) as told:
            return type(told).__name__

    with ThreadPoolExecutor(2) as people:
        ends = sorted(people.map(attempt, range(2)))
    assert ends in (["Conflict", "open"], ["WrongStatus", "open"])
    with any_database.read() as session:
        starts = [e for e in list_entries(session, subject=f"round:{planned}") if e.action == "round.started"]
    assert len(starts) == 1


def test_schedule_gives_every_office_its_window(
    any_database: Database, planned: int, staff_sam: Actor, now: datetime
) -> None:
    with any_database.begin() as session:
        day = date(2026, 12, 25)  # Christmas on a Friday, Boxing Day kept on Monday
        schedule(session, round_id=planned, dispatch_on=day, window_days=5, actor=staff_sam, now=now)
        windows = {(a.opens_at, a.closes_at) for a in list_addressees(session, round_id=planned)}
    assert windows == {
        (
            datetime.fromisoformat("2026-12-29T09:00+00:00"),
            datetime.fromisoformat("2027-01-04T17:00+00:00"),
        )
    }


def test_schedule_passes_over_a_recess(
    any_database: Database, planned: int, staff_sam: Actor, now: datetime
) -> None:
    with any_database.begin() as session:
        close(
            session,
            place="gb-pm",
            kind=ClosureKind.RECESS,
            first_day=date(2026, 12, 20),
            last_day=date(2027, 1, 10),
            source="the calendar",
            actor=staff_sam,
            now=now,
        )
        day = date(2026, 12, 21)
        schedule(session, round_id=planned, dispatch_on=day, window_days=5, actor=staff_sam, now=now)
        (one,) = list_addressees(session, round_id=planned)
        office = get_office(session, "gb-pm")
        ((government, *shown),) = windows_of(session, [office, office], dispatch_on=day, window_days=5)
    assert one.opens_at == datetime.fromisoformat("2027-01-11T09:00+00:00")
    assert one.closes_at == datetime.fromisoformat("2027-01-18T17:00+00:00")
    assert (government.code, *shown) == ("GB", one.opens_at, one.closes_at), "as the plan showed before"


@pytest.mark.parametrize(
    ("day", "days", "told"),
    [
        (date(2026, 11, 22), 5, "is past: choose a day from 2026-11-24 on"),
        (date(2028, 1, 1), 5, "more than a year away"),
        (date(2026, 12, 1), 0, "1 to 60 days long"),
        (date(2026, 12, 1), 61, "1 to 60 days long"),
    ],
)
def test_days_that_cannot_be(
    database: Database, staff_sam: Actor, now: datetime, day: date, days: int, told: str
) -> None:
    with pytest.raises(BadInput, match=told), database.begin() as session:
        schedule(session, round_id=1, dispatch_on=day, window_days=days, actor=staff_sam, now=now)


def test_a_letter_dated_long_ago_needs_another_day(any_database: Database, planned: int, now: datetime) -> None:
    do(any_database, "schedule", planned, now)
    later = now + timedelta(days=9)
    with pytest.raises(Refused, match="dated more than seven days ago"):
        do(any_database, "start", planned, later)
    do(any_database, "schedule", planned, later)
    assert do(any_database, "start", planned, later) is OPEN


def test_addressees_are_read_by_number(any_database: Database, planned: int) -> None:
    with any_database.read() as session:
        first = list_addressees(session, round_id=planned)[0]
        assert get_addressee(session, first.id) == first
        with pytest.raises(NotFound, match="no addressee 9999"):
            get_addressee(session, 9999)
