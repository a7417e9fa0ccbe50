"""A delivery that another worker is just claiming is left to that worker, without waiting for it."""

from datetime import timedelta

from sqlmodel import Session

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.claim import Claimed, Held, claim
from outreach.delivery.queue import queue_round
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import STAFF_SAM


def take(session: Session, message_id: str) -> Claimed | Held | None:
    return claim(
        session,
        delivery_id=1,
        worker="test",
        message_id=message_id,
        is_live=False,
        lease=timedelta(minutes=20),
        now=NOW,
    )


def test_two_workers_at_the_same_moment(any_database: Database, blobs: FolderBlobs) -> None:
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    with any_database.begin() as first:
        assert isinstance(take(first, "<1@x.example>"), Claimed)
        if not any_database.is_sqlite:  # which lets only one write at a time anyway
            with any_database.begin() as second:
                assert take(second, "<2@x.example>") is None
    with any_database.begin() as late:
        assert take(late, "<3@x.example>") is None
