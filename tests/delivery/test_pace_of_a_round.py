"""A round with a pace of its own leaves more slowly than other mail, and holds nobody else up."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery import lineup as lineups
from outreach.delivery.claim import Claimer
from outreach.delivery.lineup import Lineup
from outreach.delivery.pacing import Pace, Pacer, lane_of_round
from outreach.delivery.queue import queue_round
from outreach.delivery.tables import Attempt, Delivery
from outreach.rounds.tables import Round
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import STAFF_SAM

SECONDS = 120
OF_EACH = 12
FAST = Pace(per_minute=60, per_domain_per_minute=60)


@pytest.fixture
def rounds(any_database: Database, blobs: FolderBlobs) -> tuple[int, int]:
    """Two open rounds; all that is due of the first comes before the second in the queue."""
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        for number in range(2 * OF_EACH):
            opened.add(f"office@{number}.gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        second = _another(session, opened.round_id)
        ids = session.exec(select(Delivery.id).order_by(Delivery.id)).all()  # type: ignore[arg-type]
        session.exec(update(Delivery).where(Delivery.id.in_(ids[OF_EACH:])).values(round_id=second))  # type: ignore[union-attr]
    return opened.round_id, second


def _another(session: Session, round_id: int) -> int:
    row = session.get(Round, round_id)
    assert row is not None
    another = Round(**{**row.model_dump(exclude={"id"}), "name": "Another"})
    session.add(another)
    session.flush()
    assert another.id is not None
    return another.id


def slows_down(database: Database, round_id: int, per_minute: int) -> None:
    with database.begin() as session:
        session.exec(update(Round).where(Round.id == round_id).values(per_minute=per_minute))  # type: ignore[arg-type]


def sent(database: Database, *, pace: Pace, round_id: int | None = None) -> Counter[int]:
    """How many of each round one process sends in two minutes."""
    numbers: Iterator[int] = count()
    claimer = Claimer("one", False, timedelta(minutes=20), lambda: f"<{next(numbers)}@outreach.example>")
    lineup = Lineup(claimer, round_id, pace, lambda: 0.0)
    for second in range(SECONDS):
        with database.begin() as session:
            lineup.take(session, wanted=4, now=NOW + timedelta(seconds=second))
    with database.read() as session:
        query = select(Delivery.round_id).join(Attempt, Attempt.delivery_id == Delivery.id)  # type: ignore[arg-type]
        return Counter(session.exec(query))


def test_a_slow_round_holds_nobody_else_up(
    any_database: Database, rounds: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Fewer at once than the slow round has: those of the other stand behind what is looked at first.
    monkeypatch.setattr(lineups, "PAGE", 5)
    slow, other = rounds
    slows_down(any_database, slow, 2)
    assert sent(any_database, pace=FAST) == {slow: 4, other: OF_EACH}


def test_a_round_of_its_own_run_is_slow_too(any_database: Database, rounds: tuple[int, int]) -> None:
    slow, _other = rounds
    slows_down(any_database, slow, 3)
    assert sent(any_database, pace=FAST, round_id=slow) == {slow: 6}


def test_no_round_is_faster_than_the_installation(any_database: Database, rounds: tuple[int, int]) -> None:
    first, _other = rounds
    slows_down(any_database, first, 1000)
    assert sum(sent(any_database, pace=Pace(per_minute=3, per_domain_per_minute=60)).values()) == 6


def test_who_waits_for_a_round_and_a_domain_waits_for_the_longer() -> None:
    slow = lane_of_round(7)
    pacer = Pacer(Pace(per_minute=60, per_domain_per_minute=10, of_rounds={slow: 2}))
    pacer.leave("a.example", slow, now=NOW, chance=0.0)
    assert pacer.wait_for("a.example", now=NOW) == timedelta(seconds=6)
    assert pacer.wait_for("b.example", slow, now=NOW) == timedelta(seconds=30)
    assert pacer.wait_for(now=NOW) == timedelta(seconds=1)
