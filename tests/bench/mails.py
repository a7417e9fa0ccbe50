"""Mails of 411 kB over SMTP to a server on loopback, in a process of its own.

Ours: the attachment encoded once, each mail built and read back, four connections kept. The plain way: the
standard library's EmailMessage and smtplib, a connection and an encoding for each mail.
"""

import asyncio
import os
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

from outreach.delivery.attachment import Attachment, encode
from outreach.delivery.mail import Mail
from outreach.delivery.message import build
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from tests.bench.measure import Measure, compare
from tests.bench.sink import sink

MAILS = 60
PDF = os.urandom(300_000)
"""411 kB when encoded."""
TEXT = "A public petition of half a million people is enclosed.\n" * 20
SENDER = "petition@outreach.example"


def mails_sent() -> Measure:
    """Mails a second that the server has taken."""
    with sink() as port:
        return compare(lambda: asyncio.run(_ours(port)), lambda: _plain(port), unit="mails/s")


async def _ours(port: int) -> int:
    transport = SmtpTransport(Relay("127.0.0.1", port, Tls.NONE), is_live=False)
    part = encode(Attachment("letter.pdf", PDF))
    for numbers in _batches(transport.connections):
        await asyncio.gather(*(_send(transport, part, number) for number in numbers))
    await transport.close()
    return MAILS


async def _send(transport: SmtpTransport, part: bytes, number: int) -> None:
    mail = Mail(
        sender=SENDER,
        sender_name="Petition",
        recipient=f"office{number}@a.example",
        reply_to=f"t{number}@replies.outreach.example",
        subject="A public petition",
        text=TEXT,
        html=f"<p>{TEXT}</p>",
        languages=("en",),
        message_id=f"<{number}.1@outreach.example>",
        date=datetime(2026, 11, 24, 9, tzinfo=UTC),
        parts=(part,),
    )
    await transport.send(
        envelope_sender=mail.reply_to, recipient=mail.recipient, message=build(mail), envelope_id=f"{number}.1"
    )


def _plain(port: int) -> int:
    for number in range(MAILS):
        message = EmailMessage()
        message["From"], message["To"] = SENDER, f"office{number}@a.example"
        message["Subject"] = "A public petition"
        message.set_content(TEXT)
        message.add_alternative(f"<p>{TEXT}</p>", subtype="html")
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename="letter.pdf")
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.send_message(message)
    return MAILS


def _batches(size: int) -> Iterator[range]:
    for first in range(0, MAILS, size):
        yield range(first, min(first + size, MAILS))
