"""A letter that was handed over, and the coordinator who records what is answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from outreach.db import Database
from outreach.delivery.status import DeliveryStatus
from outreach.responses.correct import correct
from outreach.responses.record import record
from outreach.responses.status import AnswerChannel, Position
from outreach.responses.store import ResponseInfo
from tests.people import COORDINATOR_CHI
from tests.sent import deliver
from tests.world import Ground, plan_round

HALT, HEARINGS = "d2-halt-exchange", "d3-annual-hearings"


@dataclass
class Desk:
    """Where coordinator_chi records answers to one letter."""

    database: Database
    delivery_id: int
    now: datetime

    def records(self, **changes: Any) -> ResponseInfo:
        given: dict[str, Any] = {
            "delivery_id": self.delivery_id,
            "received_on": date(2026, 11, 23),
            "channel": AnswerChannel.POST,
            "positions": {HALT: Position.PARTLY},
            "actor": COORDINATOR_CHI,
            "now": self.now,
        }
        with self.database.begin() as session:
            return record(session, **(given | changes))

    def corrects(self, response: ResponseInfo, **changes: Any) -> ResponseInfo:
        with self.database.begin() as session:
            given = {"actor": COORDINATOR_CHI, "now": self.now + timedelta(hours=1)}
            return correct(session, response_id=response.id, **(given | changes))


@pytest.fixture
def desk(database: Database, ground: Ground, now: datetime) -> Desk:
    with database.begin() as session:
        planned = plan_round(session, ground, now=now)
        ids = deliver(session, planned.id, {"gb-pm": DeliveryStatus.HANDED_OVER}, now)
    return Desk(database, ids["gb-pm"], now)
