"""A round in which something happened to each office, for reading what it adds up to."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from outreach.accountability.progress import GovernmentProgress, progress
from outreach.accountability.scoreboard import Scoreboard, scoreboard
from outreach.db import Database
from outreach.delivery.attest import attest
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.responses.correct import correct
from outreach.responses.record import record
from outreach.responses.status import AnswerChannel, Disclosure, Position
from tests.people import COORDINATOR_CHI, STAFF_SAM
from tests.sent import deliver
from tests.world import Ground, plan_round

DAY = date(2026, 11, 20)


class Played:
    """A round in which something happened to each office."""

    def __init__(self, database: Database, ground: Ground, now: datetime) -> None:
        self.database, self.ground, self.now = database, ground, now
        with database.begin() as session:
            self.round_id = plan_round(session, ground, now=now).id
        self.deliveries: dict[str, int] = {}

    def sends(self, statuses: Mapping[str, DeliveryStatus]) -> None:
        with self.database.begin() as session:
            self.deliveries |= deliver(session, self.round_id, statuses, self.now)

    def answers(self, office: str, positions: Mapping[str, Position], **changes: Any) -> int:
        given: dict[str, Any] = {
            "received_on": DAY,
            "channel": AnswerChannel.EMAIL,
            "disclosure": Disclosure.SUMMARY,
            "summary": "An answer.",
        }
        with self.database.begin() as session:
            return record(
                session,
                delivery_id=self.deliveries[office],
                positions=positions,
                actor=COORDINATOR_CHI,
                now=self.now,
                **(given | changes),
            ).id

    def corrects(self, response_id: int, positions: Mapping[str, Position]) -> None:
        with self.database.begin() as session:
            correct(session, response_id=response_id, positions=positions, actor=COORDINATOR_CHI, now=self.now)

    def progress(self) -> dict[str, GovernmentProgress]:
        with self.database.read() as session:
            return {row.code: row for row in progress(session, round_id=self.round_id)}

    def board(self, *, public: bool = True) -> Scoreboard:
        with self.database.read() as session:
            return scoreboard(session, round_id=self.round_id, public=public)

    def proves(self, office: str, rungs: list[Rung]) -> None:
        with self.database.begin() as session:
            for rung in rungs:
                attest(
                    session,
                    delivery_id=self.deliveries[office],
                    rung=rung,
                    at=self.now,
                    source=f"attempt:{rung}",
                    detail={},
                    blob_sha256=None,
                    actor=STAFF_SAM,
                    now=self.now,
                )
