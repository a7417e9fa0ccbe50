"""`outreach signatures`."""

from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from sqlmodel import Session

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.petition.store import list_campaigns
from outreach.signatures.counts import Counts
from outreach.signatures.counts_lines import read_as_of
from outreach.signatures.disclosure import Disclosure
from outreach.signatures.import_counts import import_counts
from outreach.signatures.read import Export, Format, read_export
from outreach.signatures.store import SnapshotInfo, find_disclosure, get_snapshot, list_snapshots
from outreach.signatures.withdraw import withdraw as withdraw_snapshot

app = typer.Typer(
    name="signatures",
    help="How many ask: count exports, import them as snapshots. Names of signers are never stored.",
    no_args_is_help=True,
)
File = typer.Argument(help="The export. CSV with the columns country, region, count; or a petition's JSON.")
FormatOption = typer.Option(Format.AUTO, "--format", help="How the file is written; auto looks into it.")
Id = typer.Argument(help="The snapshot's id, as `outreach signatures list` shows it.")


@app.command()
def count(file: Path = File, format: Format = FormatOption, as_json: bool = Json) -> None:
    """Check a file and show its counts by country, without keeping anything. Needs no database.

    All wrong lines are listed at once, with their numbers. Example: `outreach signatures count counts.csv`.
    """
    export = read_export(file, format=format)
    emit(_counted(export), as_json=as_json, human=lambda: _show_counts(export.counts))


@app.command("import")
def import_(
    file: Path = File,
    format: Format = FormatOption,
    as_of: str = typer.Option("", "--as-of", help="When it was counted: 2026-11-20 (UTC), or a time with zone."),
    sample: bool = typer.Option(False, "--sample", help="Invented numbers: printed as SAMPLE, never sent live."),
    campaign: str = typer.Option("", "--campaign", help="Its slug; may be left out when there is only one."),
    as_json: bool = Json,
) -> None:
    """Keep the counts of a file as an immutable snapshot, which rounds then refer to; all of it or nothing.

    Staff and organisers may. Example: `outreach --as sam signatures import counts.csv --as-of 2026-11-20`.
    """
    installation = opened()
    moment = _moment(as_of)
    with installation.database.begin() as session:
        actor = acting(session, installation)
        snapshot = import_counts(
            session,
            campaign_id=_campaign_id(session, campaign),
            file=file,
            format=format,
            as_of=moment,
            sample=sample,
            actor=actor,
            now=utc_now(),
        )
    emit(_row(snapshot), as_json=as_json, human=lambda: _show_line("Imported", snapshot))


@app.command("list")
def list_(as_json: bool = Json) -> None:
    """List all snapshots, the newest counts first. Example: `outreach signatures list --json`."""
    with opened().database.read() as session:
        rows = [_row(snapshot) for snapshot in list_snapshots(session)]
    columns = ("id", "as of", "total", "countries", "sample", "file", "withdrawn because")
    keys = ("id", "as_of", "total", "countries", "sample", "source_name", "withdrawn_reason")
    cells = [[_cell(row[key]) for key in keys] for row in rows]
    empty = "No counts yet: `outreach signatures import FILE`."
    emit(rows, as_json=as_json, human=lambda: table(columns, cells, empty=empty))


@app.command()
def show(snapshot_id: int = Id, as_json: bool = Json) -> None:
    """Show all counts of a snapshot and, when there is one, the table that is printed of it (the disclosure).

    The counts are internal: small ones can point at people. Example: `outreach signatures show 1`.
    """
    with opened().database.read() as session:
        snapshot = get_snapshot(session, snapshot_id)
        disclosure = find_disclosure(session, snapshot_id)
    data = {"snapshot": snapshot, "disclosure": disclosure}
    emit(data, as_json=as_json, human=lambda: _show_snapshot(snapshot, disclosure))


@app.command()
def withdraw(
    snapshot_id: int = Id,
    reason: str = typer.Option(..., "--reason", help="Why; kept with the snapshot."),
    as_json: bool = Json,
) -> None:
    """Withdraw a snapshot: what is unsent with its counts stays unsent.

    Staff and organisers may. Example: `outreach --as sam signatures withdraw 2 --reason "counted twice"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        snapshot = withdraw_snapshot(session, snapshot_id=snapshot_id, reason=reason, actor=actor, now=utc_now())
    emit(_row(snapshot), as_json=as_json, human=lambda: _show_line("Withdrawn", snapshot))


def _moment(text: str) -> datetime | None:
    try:
        return read_as_of(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"--as-of: {error}.") from error


def _campaign_id(session: Session, slug: str) -> int:
    """The campaign with this slug, or the only one."""
    campaigns = list_campaigns(session)
    chosen = [campaign for campaign in campaigns if slug in ("", campaign.slug)]
    if len(chosen) == 1:
        return chosen[0].id
    known = ", ".join(campaign.slug for campaign in campaigns)
    if not known:
        raise BadInput("There is no campaign yet: run `outreach petition freeze` first.")
    raise BadInput(f"Say which campaign with --campaign; there are: {known}.")


def _counted(export: Export) -> dict[str, Any]:
    counts = export.counts
    return {
        "format": export.format,
        "sha256": export.sha256,
        "as_of": counts.as_of,
        "total": counts.total,
        "difference": counts.difference,
        "countries": counts.countries,
    }


def _row(snapshot: SnapshotInfo) -> dict[str, Any]:
    keys = ("id", "campaign_id", "as_of", "total", "sample", "format", "source_name", "source_sha256")
    later = ("imported_at", "imported_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason")
    row = {key: getattr(snapshot, key) for key in (*keys, *later)}
    return {**row, "difference": snapshot.counts.difference, "countries": len(snapshot.counts.countries)}


def _show_counts(counts: Counts) -> None:
    rows = [
        (country.code, country.name, f"{country.count:,}", len(country.regions) or "")
        for country in sorted(counts.countries, key=lambda country: (-country.count, country.code))
    ]
    table(("code", "country", "signatures", "regions"), rows, empty="No countries.")
    say(f"Total {counts.total:,}; the countries differ from it by {counts.difference:,}.")


def _show_line(what: str, snapshot: SnapshotInfo) -> None:
    kind = "SAMPLE counts" if snapshot.sample else "counts"
    say(f"{what}: snapshot {snapshot.id}, {kind} as of {snapshot.as_of:%Y-%m-%d %H:%M} UTC: {snapshot.total:,}.")


def _show_snapshot(snapshot: SnapshotInfo, disclosure: Disclosure | None) -> None:
    _show_line("Withdrawn" if snapshot.is_withdrawn else "Snapshot", snapshot)
    _show_counts(snapshot.counts)
    if disclosure is None:
        say("Nothing of it was printed yet.")
        return
    hidden = ", ".join(disclosure.suppressed) or "none"
    say(f"Printed: {disclosure.total:,} as of {disclosure.as_of:%Y-%m-%d}; countries without a count: {hidden}.")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "SAMPLE" if value else ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, int) else value
