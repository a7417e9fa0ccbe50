"""A collecting process that a test starts, and that kills itself at a chosen step. Importable on its own, so that
it starts from a clean process and not as a copy of the test's."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach import schema
from outreach.accounts import Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database, open_database
from outreach.replies import collect as collecting
from outreach.replies import receive
from outreach.replies.child import Classifier
from outreach.replies.collect import CollectReport, collect
from outreach.replies.imap import ImapAccount, ImapMailbox
from outreach.replies.mailbox import Mailbox
from outreach.replies.maildir import Maildir
from tests.delivery.an_open_round import NOW
from tests.faults.victim import deadly
from tests.replies.mails import KEY

KILLED_AT: dict[str, tuple[Any, str, int, bool]] = {
    "after the fetch, before the blob": (FolderBlobs, "put", 2, False),
    "after the blob, before the row": (receive, "_enter", 1, False),
    "before the rows' commit": (receive, "_mark_seen", 1, True),
    "after the rows, before the mailbox": (receive, "_keep", 1, False),
    "between two flags in the mailbox": (receive, "_keep", 2, False),
    "after the mailbox, before the classification": (Classifier, "read", 2, False),
    "after the classification, before its row": (collecting, "_enter", 1, False),
    "before the commit of what it means": (collecting, "carry_out", 2, True),
    "after all is written": (collecting, "_read_some", 1, True),
}
"""The steps of a collection: the function, its which call, and whether death comes after it."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Where to collect from, and where to die."""

    database_url: str
    blobs: Path
    source: "Path | ImapAccount"
    step: str = ""


def collect_until_killed(orders: Orders) -> None:
    """Collect once. Killed by itself at the step, as by `kill -9`."""
    assert schema.STAGES
    if orders.step:
        owner, name, nth, after = KILLED_AT[orders.step]
        setattr(owner, name, deadly(getattr(owner, name), nth, after=after))
    collect_from(open_database(orders.database_url), FolderBlobs(orders.blobs), orders.source)


def collect_from(database: Database, blobs: FolderBlobs, source: "Path | ImapAccount") -> CollectReport:
    """Collect once, from a Maildir or an IMAP server."""
    mailbox: Mailbox = Maildir(source) if isinstance(source, Path) else ImapMailbox(source)
    try:
        return collect(
            database,
            blobs,
            mailbox=mailbox,
            token_keys=[KEY],
            now=NOW,
            actor=system_actor("replies", Role.COORDINATOR),
        )
    finally:
        mailbox.close()
