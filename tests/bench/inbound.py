"""Mail that comes in: reading it, reading one by the command, and collecting ten thousand from a Maildir.

The plain ways: the standard library's parser with its default policy, which walks the parts and decodes the text;
a script that does the same with one file; and a durable file and one transaction for each mail, read by nobody.
"""

import email
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from outreach.accounts import Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.replies.classify import classify
from outreach.replies.collect import collect
from outreach.replies.maildir import Maildir
from outreach.replies.status import ReplyStatus
from outreach.replies.tables import Mail
from tests.bench.measure import Measure, compare, peak_mb
from tests.databases import sqlite_copy, sqlite_template
from tests.replies.mails import FOLDER
from tests.replies.ordinary import ordinary_mails

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
COLLECTOR = system_actor("replies", Role.COORDINATOR)
COLLECTED, PLAIN, GROWTH_MB = 10_000, 300, 32
"""`GROWTH_MB`: the memory that nine tenths of the collection may add to the first."""
CALLS = 4
SCRIPT = """
import email, sys
from email import policy
message = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=policy.default)
print(message["subject"], message.get_body(("plain",)).get_content())
"""


def mails_read() -> Measure:
    """Ordinary mails a second, in this process."""
    mails = [raw for raw, _ in ordinary_mails().values()] + [path.read_bytes() for path in FOLDER.glob("*.eml")]
    found = compare(lambda: _classified(mails), lambda: _parsed(mails), unit="mails/s")
    # What one core does, also when other processes take their turns on it meanwhile.
    started = time.process_time()
    done = _classified(mails)
    return replace(found, more={"per_core_second": done / (time.process_time() - started)})


def one_by_command() -> Measure:
    """Calls of `outreach replies classify` a second, on one small mail, each a new process."""
    mail = str(FOLDER / "de-received.eml")
    command = [sys.executable, "-m", "outreach", "replies", "classify", "--json", mail]
    found = compare(
        lambda: _called(command), lambda: _called([sys.executable, "-c", SCRIPT, mail]), unit="calls/s"
    )
    return replace(found, more={"seconds": 1 / found.value})


def _called(command: list[str]) -> int:
    for _ in range(CALLS):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return CALLS


def _classified(mails: list[bytes]) -> int:
    return sum(bool(classify(raw).kind) for raw in mails)


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
            memory = round(peak_mb())
            rate = _collected(database, folder / "rest", COLLECTED - COLLECTED // 10)
            grown = round(peak_mb()) - memory
            assert grown < GROWTH_MB, f"Memory grew from {memory} by {grown} MB."
            held = {"memory_mb": float(memory), "grown_mb": float(grown)}
            return Measure(rate, "mails/s", _plain(database, folder / "plain"), held)


def _collected(database: Database, folder: Path, count: int) -> float:
    _fill(folder / "mail" / "new", count)
    started = time.perf_counter()
    blobs = FolderBlobs(folder / "blobs")
    report = collect(
        database,
        blobs,
        mailbox=Maildir(folder / "mail"),
        token_keys=[b"a key"],
        now=NOW,
        actor=COLLECTOR,
    )
    took = time.perf_counter() - started
    assert (report.stored, report.read) == (count, count), f"Of {count} mails {report.stored} were stored."
    lost = [path for path in (folder / "mail" / "cur").iterdir() if not blobs.has(sha256_of(path.read_bytes()))]
    assert lost == [], f"{len(lost)} mails are nowhere."
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
