"""The road that mail would take from this installation, and what on it would stop a round's mails."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach.db import Database
from outreach.delivery.address import domain_of
from outreach.delivery.esmtp import Offers
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.transport import ConnectionFailure
from outreach.operations.finding import Finding
from outreach.operations.preflight import Way, preflight
from outreach.operations.preflight_mail import Destination, Dns, OurNames, destinations, mail_findings
from outreach.settings import Settings
from outreach.wiring import resolver_of, signers_of, transport_of


@dataclass(frozen=True, slots=True)
class Road:
    """`relay` is None where mail does not leave the machine: then nobody is asked anything."""

    way: Way
    ours: OurNames
    dns: Dns
    relay: SmtpTransport | None


def road_of(settings: Settings) -> Road:
    """As the settings say.

    Raises:
        BadInput: live without a host, a password over a plain connection, or a DKIM key that is none.
    """
    mail, transport = settings.mail, transport_of(settings)
    return Road(
        way=Way(transport.is_live, mail.domain),
        ours=OurNames(domain_of(mail.sender), mail.reply_domain, signers_of(mail)),
        dns=resolver_of(settings),
        relay=transport if isinstance(transport, SmtpTransport) else None,
    )


def findings_of(database: Database, *, round_id: int, road: Road, now: datetime) -> list[Finding]:
    """All that the preflight of a round and a look down the road find, what blocks first; raises NotFound.

    The network is asked with no transaction open.
    """
    with database.read() as session:
        findings = preflight(session, round_id=round_id, way=road.way, now=now)
        to = destinations(session, round_id=round_id)
    return sorted([*findings, *road_findings(road, to)], key=lambda finding: not finding.blocks)


def road_findings(road: Road, to: Sequence[Destination]) -> list[Finding]:
    """Ask DNS about our own names and where the mails go, and the relay about what it takes."""
    return [] if road.relay is None else list(_findings(road, road.relay, to))


def _findings(road: Road, relay: SmtpTransport, to: Sequence[Destination]) -> Iterator[Finding]:
    offers = None
    try:
        offers = asyncio.run(_offers(relay))
    except ConnectionFailure as failure:
        yield Finding(True, "relay", str(failure), "set OUTREACH_SMTP__*")
    yield from mail_findings(to, ours=road.ours, dns=road.dns, offers=offers)


async def _offers(relay: SmtpTransport) -> Offers:
    try:
        return await relay.offers()
    finally:
        await relay.close()
