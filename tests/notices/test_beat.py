"""Signs of life: a part is late when it never gave one, or not for too long."""

from datetime import timedelta

from outreach.db import Database
from outreach.notices.beat import PATIENCE, Part, beat, find_position, pulses
from tests.world import NOW


def late(database: Database, at: object) -> dict[Part, bool]:
    with database.read() as session:
        return {one.part: one.is_late for one in pulses(session, now=at)}  # type: ignore[arg-type]


def test_a_part_that_is_silent_is_late(any_database: Database) -> None:
    assert late(any_database, NOW) == {Part.SCHEDULER: True, Part.COLLECTION: True}
    with any_database.begin() as session:
        beat(session, Part.SCHEDULER, now=NOW)
        beat(session, Part.COLLECTION, now=NOW)
    assert late(any_database, NOW + PATIENCE[Part.SCHEDULER]) == {Part.SCHEDULER: False, Part.COLLECTION: False}
    after = NOW + PATIENCE[Part.SCHEDULER] + timedelta(seconds=1)
    assert late(any_database, after) == {Part.SCHEDULER: True, Part.COLLECTION: False}


def test_a_position_stays_until_a_new_one_comes(any_database: Database) -> None:
    with any_database.begin() as session:
        assert find_position(session, Part.WATCH) is None
        beat(session, Part.WATCH, now=NOW, position=7)
        beat(session, Part.WATCH, now=NOW)
        assert find_position(session, Part.WATCH) == 7
