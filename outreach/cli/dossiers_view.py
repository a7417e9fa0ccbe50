"""`outreach dossiers list` and `preview`."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import typer

from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.dossiers.preview import KnownSeat, read_material_for
from outreach.dossiers.preview import preview as preview_one
from outreach.dossiers.store import list_documents
from outreach.errors import OutreachError, Unavailable
from outreach.operations.samples import sources_of
from outreach.recipients.store import current_holder, get_office, list_contacts
from outreach.settings import read_settings

app = typer.Typer()


@app.command("list")
def list_(
    round_id: int = typer.Argument(metavar="ROUND", help="The round's number, see `outreach rounds list`."),
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
    sources = sources_of(settings)
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
        human=lambda: say(f"{output}: pages: {printed.pages}, bytes: {len(printed.content):,}"),
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


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Unavailable(f"{file} cannot be written: {error.strerror}.") from error
