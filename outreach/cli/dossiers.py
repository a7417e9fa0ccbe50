"""`outreach dossiers`."""

import os
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path

import typer
from rich.progress import Progress

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, errors, say, table
from outreach.clock import utc_now
from outreach.dossiers.build import build_round
from outreach.dossiers.preview import KnownSeat, Sources, read_material_for
from outreach.dossiers.preview import preview as preview_one
from outreach.dossiers.store import list_documents
from outreach.dossiers.verify import Verdict
from outreach.dossiers.verify import verify as verify_bytes
from outreach.errors import BadInput, OutreachError, Unavailable
from outreach.recipients.store import current_holder, get_office, list_contacts
from outreach.settings import read_settings

app = typer.Typer(
    name="dossiers",
    help="The PDFs: a letter for every office and a dossier for every government, archival and accessible.",
    no_args_is_help=True,
)
SAMPLE_COUNTS = Path(__file__).parent.parent / "operations" / "sample_counts.csv"


@app.command()
def build(
    round_id: int = typer.Argument(metavar="ROUND", help="The round's number, see `outreach rounds list`."),
    workers: int = typer.Option(0, "--workers", min=0, help="Processes; without it one per processor."),
    as_json: bool = Json,
) -> None:
    """Build every letter and dossier of a scheduled round and check each for PDF/A-3a and PDF/UA-1.

    What was built from the same inputs before is kept. All or nothing: one document that fails stops the build.
    Example: `outreach --as sam dossiers build 3`.
    """
    installation = opened()
    with installation.database.read() as session:
        actor = acting(session, installation)
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Building", total=None)
        report = build_round(
            installation.database,
            installation.blobs,
            round_id=round_id,
            templates=installation.settings.campaign_dir,
            workers=workers or os.cpu_count() or 1,
            small_count=installation.settings.small_count,
            actor=actor,
            now=utc_now(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    told = (
        f"Round {round_id}: {report.letters} letters and {report.dossiers} dossiers "
        f"({report.built} built, {report.kept} kept), {report.pages} new pages."
    )
    emit(report, as_json=as_json, human=lambda: say(told))


@app.command("list")
def list_(
    round_id: int = typer.Argument(metavar="ROUND", help="The round's number."),
    as_json: bool = Json,
) -> None:
    """List the documents of a round that are in use. Example: `outreach dossiers list 3`."""
    installation = opened()
    with installation.database.read() as session:
        documents = list_documents(session, round_id=round_id)
    rows = [(d.id, d.kind, d.government, d.language, d.pages, f"{d.size:,}", d.file_name) for d in documents]
    columns = ("id", "kind", "government", "language", "pages", "bytes", "file")
    nothing = f"Round {round_id} has no documents yet: `outreach dossiers build {round_id}`."
    emit(documents, as_json=as_json, human=lambda: table(columns, rows, empty=nothing))


@app.command()
def verify(
    file: Path = typer.Argument(help="A PDF, from anywhere."),
    as_json: bool = Json,
) -> None:
    """Say whether a file conforms to PDF/A-3a and PDF/UA-1, and whether it is a document of this installation.

    Exit 1 when it fails one of them or is not known here. Example: `outreach dossiers verify letter.pdf`.
    """
    content = _read(file)
    with opened().database.read() as session:
        verdict = verify_bytes(session, content)
    known = [asdict(document) for document in verdict.documents]
    found = {"sha256": verdict.sha256, "failures": verdict.failures, "documents": known, "ok": verdict.conforms}
    emit(found, as_json=as_json, human=lambda: _show(verdict))
    if not (verdict.conforms and verdict.documents):
        raise typer.Exit(1)


@app.command()
def preview(
    government: str = typer.Option(..., "--government", "-g", help="ISO 3166-1 code, or EU."),
    language: str = typer.Option(..., "--language", "-l", help="Such as en or zh-Hant."),
    letter: str = typer.Option(
        "", "--letter", metavar="OFFICE", help="The letter to this office; else the dossier."
    ),
    on: datetime | None = typer.Option(
        None, "--on", formats=["%Y-%m-%d"], help="The letter's date; today without it."
    ),
    output: Path = typer.Option(..., "--output", "-o", help="The PDF to write."),
    as_json: bool = Json,
) -> None:
    """Make one letter or dossier from the files as they are, with sample counts: needs no database.

    For whoever edits texts, templates or recipients. Every page says SAMPLE. The seat of an imported legislator is
    looked up in the database.
    Example: `outreach dossiers preview --government JP --language ja --letter jp-pm -o letter.pdf`.
    """
    settings = read_settings()
    sources = Sources(settings.campaign_dir, settings.recipients_dir, SAMPLE_COUNTS, settings.small_count)
    code = government.upper()
    material = read_material_for(sources, government=code, language=language)
    dated = (on or utc_now()).date()
    if letter and code in material.governments and not material.has_office(code, letter):
        material = replace(material, seat=_find_seat(letter, dated))
    printed = preview_one(
        material,
        government=code,
        language=language,
        office=letter or None,
        dated=dated,
    )
    _write(output, printed.content)
    told = {"file": output, "pages": printed.pages, "size": len(printed.content)}
    emit(
        told,
        as_json=as_json,
        human=lambda: say(f"{output}: {printed.pages} pages, {len(printed.content):,} bytes"),
    )


def _find_seat(key: str, on: date) -> KnownSeat | None:
    """An imported legislator's seat; None where there is no database, or no such seat in it."""
    try:
        with opened().database.read() as session:
            office = get_office(session, key)
            holder = current_holder(session, key, on)
            return KnownSeat(office, tuple(list_contacts(session, key)), holder.name if holder else "")
    except OutreachError:
        return None


def _show(verdict: Verdict) -> None:
    for profile, reasons in verdict.failures.items():
        say(f"{profile}: {'conforms' if not reasons else 'fails'}")
        for reason in dict.fromkeys(reasons):
            say(f"  {reason}")
    for document in verdict.documents:
        say(
            f"{document.file_name}: document {document.id} of round {document.round_id}, built {document.built_at}"
        )
    if not verdict.documents:
        say(f"No document here has these bytes (SHA-256 {verdict.sha256}): it was altered, or is not ours.")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"This file cannot be read: {error.strerror}.", file=file) from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Unavailable(f"{file} cannot be written: {error.strerror}.") from error
