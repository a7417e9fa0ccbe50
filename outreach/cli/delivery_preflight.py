"""`outreach delivery preflight`."""

import typer

from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.operations.preflight import Finding
from outreach.operations.road import findings_of, road_of


def preflight_command(
    round_id: int = typer.Option(..., "--round", "-r", help="The round's number."), as_json: bool = Json
) -> None:
    """Look over a round before it starts: what would keep letters back, each with its remedy; exit 1 if it blocks.

    When mail is live, DNS is asked about our own names and the offices' servers, and the relay about its limit.

    Example: `outreach delivery preflight --round 3`.
    """
    installation = opened()
    road = road_of(installation.settings)
    findings = findings_of(installation.database, round_id=round_id, road=road, now=utc_now())
    emit(findings, as_json=as_json, human=lambda: _show(findings))
    if any(finding.blocks for finding in findings):
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    cells = [("blocks" if one.blocks else "advice", one.subject, one.told, one.remedy) for one in findings]
    table(("", "where", "what", "remedy"), cells, empty="Nothing stands in the way.")
    blocking = sum(one.blocks for one in findings)
    if findings:
        say(f"{blocking} block the start, {len(findings) - blocking} are advice.")
