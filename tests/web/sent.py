"""A round under way, as its own stages leave it: approved, started, in several statuses, with mail about it."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from outreach.db import Database
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.delivery.tables import Delivery
from outreach.operations.start import start_round
from outreach.recipients.status import Channel
from outreach.replies.collect import collect
from outreach.replies.maildir import Maildir
from outreach.replies.store import list_mails
from outreach.reviews.decide import approve
from outreach.rounds.store import get_addressee
from outreach.wiring import App
from tests import databases
from tests.packed import Packed
from tests.people import COORDINATOR_CHI, ORGANISER_OLGA, STAFF_SAM
from tests.replies.mails import KEY, address, answer
from tests.world import NOW


@dataclass(frozen=True, slots=True)
class Sent:
    """Delivery ids by office; `receive` lets mails arrive and returns the id of the newest."""

    desk: App
    round_id: int
    ids: dict[str, int]
    folder: Path

    def becomes(self, office: str, status: DeliveryStatus) -> int:
        """Put a delivery into a status, as if it had come there."""
        number = self.ids[office]
        with self.desk.database.begin() as session:
            session.exec(
                update(Delivery).where(col(Delivery.id) == number).values(status=status, channel=Channel.EMAIL)
            )
        return number

    def receive(self, raw: bytes) -> int:
        new = self.folder / "new"
        new.mkdir(parents=True, exist_ok=True)
        arrived = sum(1 for _ in self.folder.rglob("*"))
        (new / f"{arrived}.office").write_bytes(raw)
        later = NOW + timedelta(hours=3)
        database, blobs, mailbox = self.desk.database, self.desk.blobs, Maildir(self.folder)
        collect(database, blobs, mailbox=mailbox, token_keys=[KEY], now=later, actor=COORDINATOR_CHI)
        with database.read() as session:
            return list_mails(session)[-1].id

    def answered(self, office: str) -> int:
        """A mail by which an office that was written to by e-mail answers."""
        number = self.becomes(office, DeliveryStatus.ACCEPTED)
        return self.receive(answer(address(number), body="We agree with a part. Our ref: TO-2026/1234."))


Started = tuple[Path, int, dict[str, int]]
"""An SQLite file, the round in it, and its deliveries by office."""


@pytest.fixture(scope="session")
def started_once(tmp_path_factory: pytest.TempPathFactory, packed_once: tuple[Path, Packed]) -> Started:
    """The packed round approved by organiser_olga and started by staff_sam, to be copied."""
    template, packed = packed_once
    folder = tmp_path_factory.mktemp("started")
    with databases.sqlite_copy(template, folder) as database, database.begin() as session:
        return Path(str(database.engine.url.database)), packed.round_id, _started(session, packed)


def _started(session: Session, packed: Packed) -> dict[str, int]:
    for one in packed.parcels.values():
        sha256 = one.manifest_sha256
        approve(session, parcel_id=one.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=NOW)
    start_round(session, round_id=packed.round_id, actor=STAFF_SAM, now=NOW)
    return {
        get_addressee(session, one.addressee_id).office_key: one.id
        for one in list_deliveries(session, round_id=packed.round_id)
    }


@pytest.fixture
def started(packed: Packed, database: Database, started_once: Started) -> tuple[int, dict[str, int]]:
    """The round under way in `database`: its id, and its deliveries by office."""
    template, round_id, ids = started_once
    if database.is_sqlite:
        shutil.copyfile(template, str(database.engine.url.database))
        return round_id, ids
    with database.begin() as session:
        return packed.round_id, _started(session, packed)


@pytest.fixture
def sent(started: tuple[int, dict[str, int]], desk: App, tmp_path: Path) -> Sent:
    """Everything approved by organiser_olga, the round started by staff_sam; all waits to be handed over."""
    return Sent(desk, *started, tmp_path / "mail")
