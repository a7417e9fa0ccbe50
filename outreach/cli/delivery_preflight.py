"""`outreach delivery preflight`."""

import typer

from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.operations.preflight import Finding, Way, preflight
from outreach.wiring import transport_of


def preflight_command(
    round_id: int = typer.Option(..., "--round", "-r", help="The round's number."), as_json: bool = Json
) -> None:
    """Look over a round before it starts: what would keep letters back, each with its remedy; exit 1 if it blocks.

    Example: `outreach delivery preflight --round 3`.
    """
    installation = opened()
    way = Way(transport_of(installation.settings).is_live, installation.settings.mail.domain)
    with installation.database.read() as session:
        findings = preflight(session, round_id=round_id, way=way, now=utc_now())
    emit(findings, as_json=as_json, human=lambda: _show(findings))
    if any(finding.blocks for finding in findings):
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    cells = [("blocks" if one.blocks else "advice", one.subject, one.told, one.remedy) for one in findings]
    table(("", "where", "what", "remedy"), cells, empty="Nothing stands in the way.")
    blocking = sum(one.blocks for one in findings)
    if findings:
        say(f"{blocking} block the start, {len(findings) - blocking} are advice.")
