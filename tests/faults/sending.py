"""A round that is sent while something goes wrong."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.run import SendReport
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.fake_smtp import Reply, Verb
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import STAFF_SAM


def an_open_round(database: Database, blobs: FolderBlobs, offices: int = 1) -> None:
    """Approved and queued mails to office0@gov.example and so on."""
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        for number in range(offices):
            opened.add(f"office{number}@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)


def send(
    database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    *,
    clock: Callable[[], datetime] = lambda: NOW,
    connections: int = 1,
) -> SendReport:
    return send_due(
        database,
        blobs,
        transport=SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=False, connections=connections),
        identity=IDENTITY,
        clock=clock,
        worker="test",
        actor=STAFF_SAM,
    )


def once(verb: Verb, act: Callable[[], None]) -> Callable[[Verb, str], Reply | None]:
    """A server that does something of its own when it is first at this verb, and answers well always."""
    done: list[bool] = []

    def script(at: Verb, _recipient: str) -> Reply | None:
        if at is verb and not done:
            done.append(True)
            act()
        return None

    return script


def received(server: SmtpServer) -> Counter[str]:
    return Counter(mail.recipient for mail in server.received)


def each_once(offices: int) -> Counter[str]:
    return Counter(f"office{number}@gov.example" for number in range(offices))


def statuses(database: Database) -> list[DeliveryStatus]:
    with database.read() as session:
        return [one.status for one in list_deliveries(session)]
