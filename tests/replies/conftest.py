"""A round whose letters were sent, and a way to collect mail about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.accounts import Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.status import DeliveryStatus
from outreach.replies.collect import CollectReport, collect
from outreach.replies.mailbox import Mailbox
from outreach.replies.maildir import Maildir
from outreach.rounds.store import list_addressees
from tests.replies.mails import KEY
from tests.sent import deliver
from tests.world import Ground, plan_round

__all__ = ["inbox"]
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
COLLECTOR = system_actor("replies", Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A Maildir, the sent deliveries, and what collects from the one for the others."""

    folder: Path
    database: Database
    blobs: FolderBlobs
    sent: tuple[int, ...]

    def receive(self, *mails: bytes) -> CollectReport:
        """Let the mails arrive, and collect."""
        (self.folder / "new").mkdir(parents=True, exist_ok=True)
        start = sum(1 for _ in self.folder.rglob("*"))
        for number, raw in enumerate(mails, start):
            (self.folder / "new" / f"{number}.office").write_bytes(raw)
        return self.collect()

    def collect(
        self, mailbox: Mailbox | None = None, *, should_stop: Callable[[], bool] = lambda: False
    ) -> CollectReport:
        """From the Maildir, or from another mailbox, which is closed then."""
        source = mailbox or Maildir(self.folder)
        try:
            return collect(
                self.database,
                self.blobs,
                mailbox=source,
                token_keys=[KEY],
                now=NOW,
                actor=COLLECTOR,
                should_stop=should_stop,
            )
        finally:
            source.close()


@pytest.fixture
def inbox(database: Database, blobs: FolderBlobs, ground: Ground, tmp_path: Path) -> Inbox:
    """Three deliveries that the next server accepted."""
    with database.begin() as session:
        planned = plan_round(session, ground, now=NOW)
        addressees = list_addressees(session, round_id=planned.id, included=True)
        offices = [addressee.office_key for addressee in addressees][:3]
        sent = deliver(session, planned.id, dict.fromkeys(offices, DeliveryStatus.ACCEPTED), NOW)
    return Inbox(tmp_path / "inbox", database, blobs, tuple(sent.values()))
