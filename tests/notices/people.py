"""People with addresses for notices."""

from collections.abc import Collection

from outreach.accounts.add import add_user
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.fakes import SmtpServer
from outreach.notices.choose import choose
from outreach.notices.send import Post, send_notices
from outreach.notices.status import CHOSEN, NoticeKind
from tests.delivery.an_open_round import IDENTITY, NOW
from tests.people import ADMIN_ADA, COORDINATOR_CHI, ORGANISER_OLGA, STAFF_SAM

DESK = "https://desk.example"
PEOPLE = (STAFF_SAM, ORGANISER_OLGA, COORDINATOR_CHI, ADMIN_ADA)


def address_of(name: str) -> str:
    return f"{name}@people.example"


def with_addresses(database: Database, *, wanted: Collection[NoticeKind] = CHOSEN) -> None:
    """Everybody has an address, and has been greeted at it."""
    with database.begin() as session:
        for person in PEOPLE:
            roles = sorted(person.roles)
            add_user(session, actor=ADMIN_ADA, now=NOW, name=person.name, full_name=person.name, roles=roles)
            choose(session, address=address_of(person.name), wanted=wanted, digest_hour=6, actor=person, now=NOW)
    with SmtpServer() as server:
        assert send_notices(database, post=post_to(server), now=NOW) == len(PEOPLE)


def post_to(server: SmtpServer) -> Post:
    relay = Relay("127.0.0.1", server.port, Tls.NONE, timeout_seconds=5)
    return Post(SmtpTransport(relay, is_live=False), IDENTITY, DESK)
