"""A round starts with what is approved, and its end leaves nothing in the queue."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from outreach.db import Database
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.errors import NotAllowed, Refused
from outreach.operations.start import Ended, cancel_round, close_round, start_round
from outreach.reviews.decide import approve
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import get_round
from tests.packed import Packed
from tests.people import ORGANISER_OLGA, STAFF_SAM


@pytest.fixture
def one_approved(database: Database, packed: Packed, now: datetime) -> Packed:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        sha256 = parcel.manifest_sha256
        approve(session, parcel_id=parcel.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=now)
    return packed


def test_what_is_approved_is_queued_and_the_rest_named(
    database: Database, one_approved: Packed, now: datetime
) -> None:
    with database.begin() as session:
        started = start_round(session, round_id=one_approved.round_id, actor=STAFF_SAM, now=now)
        queued = list_deliveries(session, round_id=one_approved.round_id)
    assert (started.round.status, started.queued) == (RoundStatus.OPEN, 1)
    assert [delivery.parcel_id for delivery in queued] == [one_approved.parcels["gb-pm"].id]
    assert set(started.waiting) == set(one_approved.parcels) - {"gb-pm"}


def test_without_an_approval_nothing_starts(database: Database, packed: Packed, now: datetime) -> None:
    with pytest.raises(Refused, match="is approved"), database.begin() as session:
        start_round(session, round_id=packed.round_id, actor=STAFF_SAM, now=now)
    with database.read() as session:
        assert get_round(session, packed.round_id).status is RoundStatus.SCHEDULED


def test_a_letter_that_waited_too_long_does_not_start(
    database: Database, one_approved: Packed, now: datetime
) -> None:
    later = now + timedelta(days=8)
    with pytest.raises(Refused, match="dated more than seven days ago"), database.begin() as session:
        start_round(session, round_id=one_approved.round_id, actor=STAFF_SAM, now=later)


@pytest.mark.parametrize(
    ("end", "left"), [(cancel_round, DeliveryStatus.CANCELLED), (close_round, DeliveryStatus.EXPIRED)]
)
def test_an_end_empties_the_queue(
    database: Database, one_approved: Packed, now: datetime, end: Callable[..., Ended], left: DeliveryStatus
) -> None:
    with database.begin() as session:
        start_round(session, round_id=one_approved.round_id, actor=STAFF_SAM, now=now)
        ended = end(session, round_id=one_approved.round_id, actor=STAFF_SAM, now=now)
        assert ended.swept == 1
        assert [d.status for d in list_deliveries(session, round_id=one_approved.round_id)] == [left]


def test_only_staff_start(database: Database, one_approved: Packed, now: datetime) -> None:
    with pytest.raises(NotAllowed), database.begin() as session:
        start_round(session, round_id=one_approved.round_id, actor=ORGANISER_OLGA, now=now)
