"""Claims on PostgreSQL: four worker processes against two, on the same round. Each delivery is claimed once.

OUTREACH_BENCH_CLAIMS says how many deliveries there are (10,000).
"""

import multiprocessing
import os
import random
import tempfile
import time
from datetime import timedelta
from itertools import count
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median

from sqlalchemy import text

from outreach import schema
from outreach.blob_folder import FolderBlobs
from outreach.db import open_database
from outreach.delivery.claim import Claimer
from outreach.delivery.lineup import Lineup
from outreach.delivery.queue import queue_round
from tests.bench.measure import ROUNDS, Measure
from tests.databases import postgres_template
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import STAFF_SAM
from tests.postgres import PostgresServer

DELIVERIES = int(os.environ.get("OUTREACH_BENCH_CLAIMS", "10000"))
CONNECTIONS = 4
"""Of each worker, all of them free."""
TWO, FOUR = 2, 4
READY: list[Barrier] = []
"""In a worker process: where it waits for the others."""


def deliveries_claimed() -> Measure:
    """Claims a second of four workers; the baseline is two, so a ratio of 1 means that more are not slower.

    They take turns at going first, each run is on the line, and the median counts: where others work as well, the
    best run of one may be the only one that had the machine for itself.
    """
    rates: dict[int, list[float]] = {TWO: [], FOUR: []}
    server = PostgresServer.start()
    try:
        template = _queued(server)
        for number in range(ROUNDS):
            for workers in (TWO, FOUR) if number % 2 == 0 else (FOUR, TWO):
                name = server.create(template=template)
                rates[workers].append(_rate(workers, server.url(name)))
                server.drop(name)
    finally:
        server.stop()
    runs = {f"{workers}_workers_{run}": rate for workers in rates for run, rate in enumerate(rates[workers], 1)}
    return Measure(median(rates[FOUR]), "claims/s", median(rates[TWO]), runs)


def _queued(server: PostgresServer) -> str:
    name = postgres_template(server)
    database = open_database(server.url(name))
    with tempfile.TemporaryDirectory() as folder, database.begin() as session:
        opened = OpenRound(session, FolderBlobs(Path(folder)))
        for number in range(DELIVERIES):
            opened.add(f"office{number}@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    # As autovacuum does within a minute: the rows of a round are there long before it starts.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    database.engine.dispose()
    return name


def _rate(workers: int, url: str) -> float:
    """Claims a second from the moment when all workers stand ready."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, initializer=_remember, initargs=(context.Barrier(workers),)) as pool:
        found = pool.map(_claim_all, [url] * workers, chunksize=1)
    claimed = [delivery_id for mine, _, _ in found for delivery_id in mine]
    assert sorted(claimed) == list(range(1, DELIVERIES + 1)), "each exactly once"
    return DELIVERIES / (max(end for _, _, end in found) - min(start for _, start, _ in found))


def _remember(ready: Barrier) -> None:
    assert schema.STAGES
    READY.append(ready)


def _claim_all(url: str) -> tuple[list[int], float, float]:
    """Go over all that is due, as a sending process does; what was claimed, from when until when.

    A process sends for hours: that it connects and prepares its statements is not counted.
    """
    database, serial, mine = open_database(url), count(), list[int]()
    claimer = Claimer(
        worker=f"bench:{os.getpid()}",
        is_live=False,
        lease=timedelta(minutes=20),
        message_id=lambda: f"<{os.getpid()}.{next(serial)}@bench.example>",
    )
    with database.read() as session:  # which keeps nothing
        assert Lineup(claimer, None, None, random.random).take(session, wanted=CONNECTIONS, now=NOW).claims.claimed
    lineup = Lineup(claimer, None, None, random.random)
    READY[0].wait()
    start = time.perf_counter()
    while not lineup.is_over:
        with database.begin() as session:
            turn = lineup.take(session, wanted=CONNECTIONS, now=NOW)
        mine += [claimed.delivery_id for claimed in turn.claims.claimed]
    end = time.perf_counter()
    database.engine.dispose()
    return mine, start, end
