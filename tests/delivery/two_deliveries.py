"""A round with a delivery by mail and one by post, and what happens to them."""

from datetime import timedelta

from sqlmodel import Session

from outreach.accounts import system_actor
from outreach.accounts.actor import Role
from outreach.blob_folder import FolderBlobs
from outreach.delivery.claim import Claimed
from outreach.delivery.queue import queue_round
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.tables import Delivery
from outreach.recipients.status import Channel
from tests.delivery.an_open_round import NOW, OpenRound, take_one
from tests.people import STAFF_SAM

LEASE = timedelta(minutes=20)
SCHEDULER = system_actor("scheduler", Role.STAFF)


def two_deliveries(session: Session, blobs: FolderBlobs) -> None:
    opened = OpenRound(session, blobs)
    opened.add("office@gov.example")
    opened.add("1 Street\nTown", channel=Channel.POST)
    assert queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW) == 2


def put(session: Session, status: DeliveryStatus, delivery_id: int = 1) -> None:
    row = session.get(Delivery, delivery_id)
    assert row is not None
    row.status = status
    session.flush()


def claimed(session: Session, message_id: str = "<1@x>", worker: str = "one") -> Claimed:
    taken = take_one(session, worker=worker, message_id=message_id, lease=LEASE)
    assert taken is not None
    return taken
