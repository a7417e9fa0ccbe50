"""`outreach delivery handover`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from outreach.blobs import sha256_of
from outreach.cli.context import acting, opened
from outreach.cli.files import read_file, write_file
from outreach.cli.handover_files import files
from outreach.cli.output import Json, emit, say, table
from outreach.cli.parcels import say_form, say_routes
from outreach.clock import utc_now
from outreach.delivery.hand_over import HandOverTask, Proof, hand_over_done, list_tasks
from outreach.delivery.labels import label_sheets
from outreach.delivery.post_pack import post_pack
from outreach.delivery.status import DeliveryStatus
from outreach.recipients.status import Channel

app = typer.Typer(
    name="handover",
    help="What people post, type into a form or take there: the tasks, and that they were done.",
    no_args_is_help=True,
)


@app.command("list")
def list_(
    round_id: int = typer.Option(..., "--round", "-r", help="The round's number, see `outreach rounds list`."),
    text: bool = typer.Option(False, "--text", help="Also print texts to paste, and what formal routes ask for."),
    as_json: bool = Json,
) -> None:
    """List what waits for a person: where to, by which channel, and what is held back and why.

    Example: `outreach delivery handover list --round 3`.
    """
    with opened().database.read() as session:
        tasks = list_tasks(session, round_id=round_id, now=utc_now())
    emit(tasks, as_json=as_json, human=lambda: _show(tasks, with_text=text))


def _show(tasks: list[HandOverTask], *, with_text: bool) -> None:
    cells = [
        (
            t.delivery.id,
            t.manifest.office_key,
            t.channel,
            t.manifest.address,
            t.manifest.reference,
            ", ".join(f"{one.id}{' (by a person)' if one.reason else ''}" for one in t.manifest.routes),
            t.held,
        )
        for t in tasks
    ]
    columns = ("no.", "office", "channel", "address or form", "reference", "formal route", "held back because")
    table(columns, cells, empty=f"Nothing is {DeliveryStatus.TO_HAND_OVER.replace('_', ' ')}.")
    for task in tasks:
        if with_text and task.held is None:
            _show_text(task)
    if tasks:
        say("`handover files NO.` writes the approved PDFs and texts; formal routes: `rounds routes ROUND`.")


def _show_text(task: HandOverTask) -> None:
    """What is pasted, said or enclosed; the post needs no words, but may have a formal way beside it."""
    manifest = task.manifest
    if task.channel is Channel.POST and not manifest.routes:
        return
    where = ", ".join(manifest.address.splitlines()) or task.channel.replace("_", " ")
    say(f"\n--- {task.delivery.id}: {manifest.office_key}, {where}")
    if task.channel is not Channel.POST:
        say(f"{manifest.subject}\n\n{manifest.text}")
    say_form(manifest)
    say_routes(manifest)


app.command()(files)


@app.command()
def done(
    delivery_id: int = typer.Argument(metavar="DELIVERY", help="The number from `handover list`."),
    on: datetime = typer.Option(..., "--on", formats=["%Y-%m-%d"], help="The day it was handed over."),
    proof: str = typer.Option(..., "--proof", help="In words: posted by whom, taken by whom, the form's answer."),
    number: str = typer.Option("", "--number", help="A tracking or confirmation number."),
    who: str = typer.Option("", "--who", help="Who took it there, or which member has it; needed for these two."),
    file: Path | None = typer.Option(None, "--file", help="A photo or receipt to keep: PDF, PNG or JPEG."),
    as_json: bool = Json,
) -> None:
    """Record that it was handed over, when, and with what proof.

    Example: `outreach --as sam delivery handover done 12 --on 2026-12-01 --proof "registered" --number RR123`.
    """
    installation = opened()
    kept = Proof(proof, number, None if file is None else read_file(file), who)
    with installation.database.begin() as session:
        handed = hand_over_done(
            session,
            installation.blobs,
            delivery_id=delivery_id,
            on=on.date(),
            proof=kept,
            actor=acting(session, installation),
            now=utc_now(),
        )
    shown = f", number {number}" if number else ""
    shown += f", file with sha256 {sha256_of(kept.file)}" if kept.file else ""
    emit(
        handed, as_json=as_json, human=lambda: say(f"Delivery {delivery_id} is handed over, {on:%Y-%m-%d}{shown}.")
    )


@app.command()
def pack(
    round_id: int = typer.Option(..., "--round", "-r", help="The round's number, see `outreach rounds list`."),
    government: str = typer.Option("", "--government", "-g", help="Only this one, such as DE."),
    output: Path = typer.Option(Path("post-pack.pdf"), "-o", "--output", help="The file to write."),
    as_json: bool = Json,
) -> None:
    """Write one PDF for the printer: for each office its address page, letter and dossier. Print on both sides.

    The address stands where a window envelope (DIN 5008 form B) shows it.
    Example: `outreach delivery handover pack --round 3 -g DE -o de.pdf`.
    """
    installation = opened()
    with installation.database.read() as session:
        packed = post_pack(
            session,
            installation.blobs,
            round_id=round_id,
            government=government.upper() or None,
            templates=installation.settings.campaign_dir,
            now=utc_now(),
        )
    write_file(output, packed.content)
    told = {"file": output, "deliveries": packed.deliveries, "pages": packed.pages, "held": packed.held}
    emit(
        told,
        as_json=as_json,
        human=lambda: say(
            f"{output}: {len(packed.deliveries)} offices, {packed.pages} pages.{_held_back(packed.held)}"
        ),
    )


@app.command()
def labels(
    round_id: int = typer.Option(..., "--round", "-r", help="The round's number, see `outreach rounds list`."),
    government: str = typer.Option("", "--government", "-g", help="Only this one, such as DE."),
    output: Path = typer.Option(Path("labels.pdf"), "-o", "--output", help="The file to write."),
    as_json: bool = Json,
) -> None:
    """Write the labels of what waits to be posted: A4 sheets, 14 labels of 99.1 × 38.1 mm (such as Avery L7163).

    Print at full size, without fitting to the page. Example: `outreach delivery handover labels --round 3`.
    """
    installation = opened()
    with installation.database.read() as session:
        made = label_sheets(
            session,
            round_id=round_id,
            government=government.upper() or None,
            templates=installation.settings.campaign_dir,
            now=utc_now(),
        )
    write_file(output, made.content)
    told = {"file": output, "deliveries": made.deliveries, "sheets": made.sheets, "held": made.held}
    emit(
        told,
        as_json=as_json,
        human=lambda: say(
            f"{output}: {len(made.deliveries)} labels on {made.sheets} sheets.{_held_back(made.held)}"
        ),
    )


def _held_back(held: Sequence[int]) -> str:
    return f" Held back: {len(held)} (`handover list` says why)." if held else ""
