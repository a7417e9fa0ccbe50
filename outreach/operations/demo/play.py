"""The days of the round, played through: letters leave in office hours, offices write back, mail is collected.

Time is a value here too: the clock jumps from one half hour to the next, so that ten days take seconds, while
every mail goes over a real SMTP connection to a real server on loopback.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.accounts import Role, system_actor
from outreach.delivery.identity import MailIdentity
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.store import list_deliveries
from outreach.delivery.transport import Transport
from outreach.fake_smtp import HANG_UP, Manners, Reply, Verb
from outreach.fakes import SmtpServer
from outreach.operations.demo.mailroom import Mailroom
from outreach.operations.tick import Service, collect_turn, send_turn
from outreach.recipients.status import Channel
from outreach.replies.maildir import Maildir
from outreach.wiring import App

STEP = timedelta(minutes=30)
LATER = timedelta(days=10)
"""By then the last played office has answered."""


@dataclass(slots=True)
class DemoClock:
    """A clock that is set by hand."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


@contextmanager
def played_offices(mailroom: Mailroom) -> Iterator[Transport]:
    """The offices' mail server on loopback, and a transport that reaches it and nothing else."""

    def script(verb: Verb, recipient: str) -> Reply | None:
        if verb is Verb.RCPT:
            return mailroom.reply_to_recipient(recipient)
        if verb is Verb.CONTENT_KEPT and mailroom.hangs_up(recipient):
            return HANG_UP
        return None

    manners = Manners(
        script=script,
        on_mail=lambda mail: mailroom.take(
            envelope_sender=mail.sender, recipient=mail.recipient, content=mail.message
        ),
    )
    with SmtpServer(manners) as server:
        relay = Relay(host="127.0.0.1", port=server.port, tls=Tls.NONE)
        yield SmtpTransport(relay, is_live=False)


def play_round(
    app: App,
    *,
    round_id: int,
    mailroom: Mailroom,
    clock: DemoClock,
    identity: MailIdentity,
    progress: Callable[[int, int], None],
) -> None:
    """Send while any window is open, then let ten days pass; collect what comes back all the while."""
    actor = system_actor("demo", Role.STAFF, Role.COORDINATOR)
    service = Service(app.database, app.blobs, identity, clock, actor, worker="demo", chance=lambda: 0.5)
    with app.database.read() as session:
        mails = [one for one in list_deliveries(session, round_id=round_id) if one.channel is Channel.EMAIL]
    first, last = min(one.opens_at for one in mails), max(one.opens_at for one in mails)
    with played_offices(mailroom) as transport:
        clock.moment = first
        while clock.moment <= last + 4 * STEP:
            send_turn(service, transport)
            _collect(service, mailroom)
            progress(mailroom.received, len(mails))
            clock.moment += STEP
    clock.moment += LATER
    _collect(service, mailroom)


def _collect(service: Service, mailroom: Mailroom) -> None:
    if mailroom.deliver_due():
        collect_turn(service, [Maildir(mailroom.inbox)])
