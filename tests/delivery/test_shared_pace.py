"""Two processes share one pace: together they send as many a minute as one would, overall and to each domain."""

import multiprocessing
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier

import pytest
from sqlmodel import select

from outreach import schema
from outreach.blob_folder import FolderBlobs
from outreach.db import Database, open_database
from outreach.delivery.claim import Claimer
from outreach.delivery.lineup import Lineup
from outreach.delivery.pacing import Pace
from outreach.delivery.queue import queue_round
from outreach.delivery.tables import Attempt
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import STAFF_SAM

MINUTE, TICK = timedelta(minutes=1), timedelta(seconds=5)
MINUTES, TICKS = 3, 36
OFFICES, WORKERS = 60, 2
PATIENCE_SECONDS = 120
"""Until a process that never came to its turn fails the test."""


@pytest.mark.parametrize(
    ("pace", "domains", "a_minute"),
    [
        (Pace(per_minute=6, per_domain_per_minute=60), 4, 6),
        (Pace(per_minute=60, per_domain_per_minute=2), 3, 6),
    ],
    ids=["overall", "to each domain"],
)
def test_two_processes_send_as_many_a_minute_as_one(
    any_database: Database, blobs: FolderBlobs, pace: Pace, domains: int, a_minute: int
) -> None:
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        for number in range(OFFICES):
            opened.add(f"office@{number % domains}.gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    run_processes(any_database.engine.url.render_as_string(hide_password=False), pace)
    with any_database.read() as session:
        left = [(one.started_at, one.delivery_id % domains) for one in session.exec(select(Attempt))]
    assert len(left) == a_minute * MINUTES
    assert most_in_a_minute([moment for moment, _ in left]) <= pace.per_minute
    for domain in range(domains):
        assert most_in_a_minute([at for at, where in left if where == domain]) <= pace.per_domain_per_minute


def most_in_a_minute(moments: Collection[datetime]) -> int:
    return max(sum(start <= moment < start + MINUTE for moment in moments) for start in moments)


def run_processes(url: str, pace: Pace) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    tick = context.Barrier(WORKERS)
    started = [context.Process(target=claim_at_each_tick, args=(url, pace, tick)) for _ in range(WORKERS)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * WORKERS


def claim_at_each_tick(url: str, pace: Pace, tick: Barrier) -> None:
    """As a sending process does, but by a clock that all of them hear at the same moment."""
    assert schema.STAGES
    database = open_database(url)
    name = multiprocessing.current_process().name
    claimer = Claimer(worker=name, is_live=False, lease=MINUTE, message_id=_serial(name))
    lineup = Lineup(claimer, round_id=None, pace=pace, chance=lambda: 0.0)
    for number in range(TICKS):
        tick.wait(PATIENCE_SECONDS)
        _claim_what_may_leave(database, lineup, NOW + number * TICK)
    database.engine.dispose()


def _claim_what_may_leave(database: Database, lineup: Lineup, now: datetime) -> None:
    wait = 0.0
    while not wait and not lineup.is_over:
        with database.begin() as session:
            wait = lineup.take(session, wanted=4, now=now).wait


def _serial(worker: str) -> Callable[[], str]:
    numbers = iter(range(OFFICES))
    return lambda: f"<{next(numbers)}.{worker}@outreach.example>"
