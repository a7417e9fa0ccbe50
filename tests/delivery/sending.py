"""An open round, and what sends its letters to a server."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.run import SendReport
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.fakes import SmtpServer
from outreach.rounds.tables import Round
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import STAFF_SAM


def transport_to(server: SmtpServer, *, is_live: bool = False) -> SmtpTransport:
    relay = Relay("127.0.0.1", server.port, Tls.NONE, timeout_seconds=5)
    return SmtpTransport(relay, is_live=is_live, connections=2)


def send(
    database: Database, blobs: FolderBlobs, server: SmtpServer, at: datetime = NOW, **more: Any
) -> SendReport:
    return send_due(
        database,
        blobs,
        transport=transport_to(server),
        identity=IDENTITY,
        clock=lambda: at,
        worker="test",
        actor=STAFF_SAM,
        chance=lambda: 0.0,
        **more,
    )


def an_open_round(
    database: Database, blobs: FolderBlobs, *addresses: str, then: Callable[[OpenRound], None] = lambda _: None
) -> int:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        for address in addresses:
            opened.add(address)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        then(opened)
        return opened.round_id


def statuses(database: Database) -> list[DeliveryStatus]:
    with database.read() as session:
        return [one.status for one in list_deliveries(session)]


def send_live(database: Database, blobs: FolderBlobs, server: SmtpServer, at: datetime) -> SendReport:
    return send_due(
        database,
        blobs,
        transport=transport_to(server, is_live=True),
        identity=IDENTITY,
        clock=lambda: at,
        worker="test",
        actor=STAFF_SAM,
    )


def change_round(database: Database, round_id: int, **values: object) -> None:
    with database.begin() as session:
        row = session.get(Round, round_id)
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)
