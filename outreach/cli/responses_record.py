"""`outreach responses record | correct`: what a coordinator read in an answer."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import typer

from outreach.blobs import Blobs
from outreach.cli.context import acting, opened
from outreach.cli.files import read_file
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.responses.answer import AnswerFile, Commitment
from outreach.responses.correct import correct as correct_response
from outreach.responses.files import keep_file
from outreach.responses.record import record as record_response
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.responses.store import get_response

app = typer.Typer()
ReceivedOn = typer.Option(None, "--received-on", formats=["%Y-%m-%d"], help="The day it came.")
Channel = typer.Option(None, "--channel", help="How it came.")
Reference = typer.Option(None, "--reference", help="The office's own reference number.")
Summary = typer.Option(None, "--summary", help="What it says, in a sentence or two.")
DisclosureOption = typer.Option(None, "--disclosure", help="Who may see it; internal unless said.")
Positions = typer.Option([], "--position", help=f"DEMAND=POSITION, repeatable. Positions: {', '.join(Position)}.")
Commitments = typer.Option([], "--commitment", help='What was promised, or "2027-03-01: what"; repeatable.')
Files = typer.Option([], "--file", help="A scan or photo of it (PDF, PNG, JPEG); repeatable.")


@app.command()
def record(
    delivery_id: int = typer.Argument(help="The delivery it answers, as `outreach delivery list` shows it."),
    received_on: datetime | None = ReceivedOn,
    channel: AnswerChannel | None = Channel,
    reference: str | None = Reference,
    summary: str | None = Summary,
    disclosure: Disclosure | None = DisclosureOption,
    position: list[str] = Positions,
    commitment: list[str] = Commitments,
    file: list[Path] = Files,
    mail_id: int | None = typer.Option(None, "--mail", help="The mail it came in."),
    as_json: bool = Json,
) -> None:
    """Record an answer to a delivery: what it says on each demand, and what it promises. Coordinators may.

    Example: `outreach --as chi responses record 7 --received-on 2026-12-01 --channel email
    --position d2-halt-exchange=partly --summary "Will review cooperation"`.
    """
    if received_on is None or channel is None:
        raise typer.BadParameter("--received-on and --channel are needed.")
    installation = opened()
    with installation.database.begin() as session:
        response = record_response(
            session,
            delivery_id=delivery_id,
            mail_id=mail_id,
            received_on=received_on.date(),
            channel=channel,
            reference_number=reference or "",
            summary=summary or "",
            disclosure=disclosure or Disclosure.INTERNAL,
            positions=_positions(position),
            commitments=_commitments(commitment),
            files=_kept(installation.blobs, file),
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(response, as_json=as_json, human=lambda: say(f"Recorded response {response.id}."))


@app.command()
def correct(
    response_id: int = typer.Argument(help="The response that is wrong."),
    received_on: datetime | None = ReceivedOn,
    channel: AnswerChannel | None = Channel,
    reference: str | None = Reference,
    summary: str | None = Summary,
    disclosure: Disclosure | None = DisclosureOption,
    position: list[str] = Positions,
    commitment: list[str] = Commitments,
    file: list[Path] = Files,
    as_json: bool = Json,
) -> None:
    """Correct a response with a new one that takes its place; the old one is kept. What you leave out stays.

    Positions, when any is given, replace all earlier ones; commitments likewise. Files are added to those there.
    Example: `outreach --as chi responses correct 3 --position d2-halt-exchange=declines`.
    """
    installation = opened()
    added = _kept(installation.blobs, file)
    with installation.database.begin() as session:
        response = correct_response(
            session,
            response_id=response_id,
            received_on=None if received_on is None else received_on.date(),
            channel=channel,
            reference_number=reference,
            summary=summary,
            disclosure=disclosure,
            positions=_positions(position) or None,
            commitments=_commitments(commitment) or None,
            files=[*get_response(session, response_id).answer.files, *added] if added else None,
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Response {response.id} takes the place of {response_id}."
    emit(response, as_json=as_json, human=lambda: say(told))


def _positions(given: Sequence[str]) -> dict[str, Position]:
    found: dict[str, Position] = {}
    for item in given:
        demand, _, position = item.partition("=")
        if position not in set(Position) or demand in found:
            raise typer.BadParameter(
                f"--position {item}: write DEMAND=POSITION once a demand; {', '.join(Position)}."
            )
        found[demand] = Position(position)
    return found


def _kept(blobs: Blobs, files: Sequence[Path]) -> list[AnswerFile]:
    return [keep_file(blobs, name=file.name, content=read_file(file)) for file in files]


def _commitments(given: Sequence[str]) -> list[Commitment]:
    return [_commitment(item) for item in given]


def _commitment(item: str) -> Commitment:
    day, colon, what = item.partition(":")
    try:
        return Commitment(what.strip(), date.fromisoformat(day.strip())) if colon else Commitment(item.strip())
    except ValueError:
        return Commitment(item.strip())
