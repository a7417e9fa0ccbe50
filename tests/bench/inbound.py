"""Mail that comes in: reading it, and collecting ten thousand from a Maildir.

The plain ways: the standard library's parser with its default policy, which walks the parts and decodes the text;
and a durable file and one transaction for each mail, read by nobody.
"""

import email
import resource
import tempfile
import time
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from outreach.accounts import Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.replies.classify import classify
from outreach.replies.collect import collect
from outreach.replies.maildir import Maildir
from outreach.replies.status import ReplyStatus
from outreach.replies.tables import Mail
from tests.bench.measure import Measure, compare
from tests.databases import sqlite_copy, sqlite_template
from tests.replies.mails import FOLDER
from tests.replies.ordinary import ordinary_mails

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
COLLECTOR = system_actor("replies", Role.COORDINATOR)
COLLECTED, PLAIN, GROWTH_MB = 10_000, 300, 32
"""`GROWTH_MB`: the memory that nine tenths of the collection may add to the first."""


def mails_read() -> Measure:
    """Ordinary mails a second, in this process."""
    mails = [raw for raw, _ in ordinary_mails().values()] + [path.read_bytes() for path in FOLDER.glob("*.eml")]
    return compare(lambda: sum(bool(classify(raw).kind) for raw in mails), lambda: _parsed(mails), unit="mails/s")


def _parsed(mails: list[bytes]) -> int:
    for raw in mails:
        message = email.message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        for part in message.walk():
            if part.get_content_type() == "text/plain":
                part.get_content()
    return len(mails)


def mails_collected() -> Measure:
    """Mails a second from a Maildir. Raises when one is lost, or when memory grows with their number."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sqlite_copy(sqlite_template(folder), folder) as database:
            _collected(database, folder / "first", COLLECTED // 10)
            memory = _memory_mb()
            rate = _collected(database, folder / "rest", COLLECTED - COLLECTED // 10)
            assert _memory_mb() - memory < GROWTH_MB, f"Memory grew from {memory} to {_memory_mb()} MB."
            return Measure(rate, "mails/s", _plain(database, folder / "plain"))


def _collected(database: Database, folder: Path, count: int) -> float:
    _fill(folder / "mail" / "new", count)
    started = time.perf_counter()
    report = collect(
        database,
        FolderBlobs(folder / "blobs"),
        mailbox=Maildir(folder / "mail"),
        token_keys=[b"a key"],
        now=NOW,
        actor=COLLECTOR,
    )
    took = time.perf_counter() - started
    assert (report.stored, report.read) == (count, count), f"Of {count} mails {report.stored} were stored."
    return count / took


def _fill(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    samples = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))]
    for number in range(count):
        raw = b"X-Number: %s/%d\n%s" % (folder.parts[-3].encode(), number, samples[number % len(samples)])
        (folder / f"{number}.office").write_bytes(raw)


def _plain(database: Database, folder: Path) -> float:
    _fill(folder / "mail" / "new", PLAIN)
    blobs = FolderBlobs(folder / "blobs")
    started = time.perf_counter()
    for path in (folder / "mail" / "new").iterdir():
        raw = path.read_bytes()
        with database.begin() as session:
            session.add(Mail(raw_sha256=blobs.put(raw), size=len(raw), collected_at=NOW, status=ReplyStatus.NEW))
    return PLAIN / (time.perf_counter() - started)


def _memory_mb() -> int:
    """The most that this process ever used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
