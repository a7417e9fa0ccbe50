"""Sending a round of 411 kB mails over SMTP to a server on loopback, in a process of its own.

Ours: the whole way of `outreach delivery send` on SQLite, with two durable commits a mail: claim, check the
approval, build, keep the mail, send, record. The plain way: aiosmtplib's own `send` with a message built and a
connection made for each mail, and nothing remembered.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib

from outreach.blob_folder import FolderBlobs
from outreach.db import open_database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus
from tests.bench.measure import ROUNDS, Measure, compare
from tests.bench.sink import sink
from tests.databases import sqlite_copy, sqlite_template
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import STAFF_SAM

MAILS = 100
LETTER, DOSSIER = os.urandom(50_000), os.urandom(250_000)
"""Together 411 kB when encoded; the dossier is the same for all offices of a government."""
TEXT = "A public petition of half a million people is enclosed.\n" * 20


def rounds_sent() -> Measure:
    """Mails a second that the server has taken and the database remembers."""
    with tempfile.TemporaryDirectory() as folder, sink() as port:
        template = sqlite_template(Path(folder))
        waiting = [queued(template, Path(folder) / str(number)) for number in range(ROUNDS)]
        return compare(lambda: sent(*waiting.pop(), port), lambda: asyncio.run(_plain(port)), unit="mails/s")


def queued(template: Path, folder: Path, *, mails: int = MAILS) -> tuple[Path, FolderBlobs]:
    """A round that waits to be sent: its database and its files."""
    folder.mkdir()
    blobs = FolderBlobs(folder / "blobs")
    with sqlite_copy(template, folder) as database, database.begin() as session:
        opened = OpenRound(session, blobs, letter=LETTER, dossier=DOSSIER)
        for number in range(mails):
            opened.add(f"office{number}@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    return folder / "test.sqlite", blobs


def sent(
    file: Path, blobs: FolderBlobs, port: int, *, progress: Callable[[DeliveryStatus], None] = lambda _status: None
) -> int:
    """Send all that waits there to the server at `port`; how many mails it took."""
    database = open_database(f"sqlite:///{file}")
    report = send_due(
        database,
        blobs,
        transport=SmtpTransport(Relay("127.0.0.1", port, Tls.NONE), is_live=False),
        identity=IDENTITY,
        clock=lambda: NOW,
        worker="bench",
        actor=STAFF_SAM,
        progress=progress,
    )
    database.engine.dispose()
    assert set(report.statuses) == {DeliveryStatus.ACCEPTED}, report
    return report.tried


async def _plain(port: int) -> int:
    for number in range(MAILS):
        message = EmailMessage()
        message["From"], message["To"] = IDENTITY.sender, f"office{number}@gov.example"
        message["Subject"] = "A public petition"
        message.set_content(TEXT)
        message.add_alternative(f"<p>{TEXT}</p>", subtype="html")
        for name, content in (("letter.pdf", LETTER), ("dossier.pdf", DOSSIER)):
            message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        await aiosmtplib.send(message, hostname="127.0.0.1", port=port, start_tls=False)
    return MAILS
