"""`outreach delivery preflight`."""

import asyncio
from collections.abc import Iterator

import typer

from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.delivery.address import domain_of
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.transport import ConnectionFailure
from outreach.operations.preflight import Finding, Way, preflight
from outreach.operations.preflight_mail import Destination, OurNames, destinations, mail_findings
from outreach.resolver import Resolver
from outreach.wiring import App, transport_of


def preflight_command(
    round_id: int = typer.Option(..., "--round", "-r", help="The round's number."), as_json: bool = Json
) -> None:
    """Look over a round before it starts: what would keep letters back, each with its remedy; exit 1 if it blocks.

    When mail is live, DNS is asked about our own names and the offices' servers, and the relay about its limit.

    Example: `outreach delivery preflight --round 3`.
    """
    installation = opened()
    transport = transport_of(installation.settings)
    way = Way(transport.is_live, installation.settings.mail.domain)
    with installation.database.read() as session:
        findings = preflight(session, round_id=round_id, way=way, now=utc_now())
        to = destinations(session, round_id=round_id)
    if isinstance(transport, SmtpTransport):
        findings = sorted([*findings, *_of_mail(installation, transport, to)], key=lambda one: not one.blocks)
    emit(findings, as_json=as_json, human=lambda: _show(findings))
    if any(finding.blocks for finding in findings):
        raise typer.Exit(1)


def _of_mail(installation: App, transport: SmtpTransport, to: list[Destination]) -> Iterator[Finding]:
    mail, limit = installation.settings.mail, None
    try:
        limit = asyncio.run(_size_limit(transport))
    except ConnectionFailure as failure:
        yield Finding(True, "relay", str(failure), "set OUTREACH_SMTP__*")
    ours = OurNames(domain_of(mail.sender), mail.reply_domain, mail.dkim_selector)
    yield from mail_findings(to, ours=ours, dns=Resolver(), size_limit=limit)


async def _size_limit(transport: SmtpTransport) -> int | None:
    try:
        return await transport.size_limit()
    finally:
        await transport.close()


def _show(findings: list[Finding]) -> None:
    cells = [("blocks" if one.blocks else "advice", one.subject, one.told, one.remedy) for one in findings]
    table(("", "where", "what", "remedy"), cells, empty="Nothing stands in the way.")
    blocking = sum(one.blocks for one in findings)
    if findings:
        say(f"{blocking} block the start, {len(findings) - blocking} are advice.")
