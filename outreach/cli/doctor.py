"""`outreach doctor`."""

import typer

from outreach import schema
from outreach.cli.output import Json, emit, table
from outreach.clock import utc_now
from outreach.db import open_database
from outreach.operations.doctor import Finding, Health, examine
from outreach.settings import read_settings

app = typer.Typer()


@app.command()
def doctor(as_json: bool = Json) -> None:
    """Look at what a round needs: libraries, fonts, database, disk, mail servers; exit 1 when one is missing.

    Changes nothing and sends nothing. Each lack comes with the command or the setting that mends it.
    Example: `outreach doctor --json`.
    """
    assert schema.STAGES
    settings = read_settings()
    findings = examine(settings, open_database(settings.database), now=utc_now())
    missing = [finding for finding in findings if finding.health is Health.MISSING]
    emit({"ok": not missing, "findings": findings}, as_json=as_json, human=lambda: _show(findings))
    if missing:
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    rows = [(found.name, found.health.value, found.told, found.remedy) for found in findings]
    table(("what", "health", "found", "to do"), rows, empty="Nothing was looked at.")
