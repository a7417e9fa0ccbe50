"""`outreach responses`."""

from collections.abc import Sequence
from datetime import date, datetime

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.delivery.store import list_deliveries
from outreach.responses.answer import Commitment
from outreach.responses.correct import correct as correct_response
from outreach.responses.record import record as record_response
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.responses.store import ResponseInfo, list_chain, list_responses

app = typer.Typer(
    name="responses",
    help="What governments said: positions on each demand and commitments, as a coordinator read them.",
    no_args_is_help=True,
)
ReceivedOn = typer.Option(None, "--received-on", formats=["%Y-%m-%d"], help="The day it came.")
Channel = typer.Option(None, "--channel", help="How it came.")
Reference = typer.Option(None, "--reference", help="The office's own reference number.")
Summary = typer.Option(None, "--summary", help="What it says, in a sentence or two.")
DisclosureOption = typer.Option(None, "--disclosure", help="Who may see it; internal unless said.")
Positions = typer.Option([], "--position", help=f"DEMAND=POSITION, repeatable. Positions: {', '.join(Position)}.")
Commitments = typer.Option([], "--commitment", help='What was promised, or "2027-03-01: what"; repeatable.')


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
    as_json: bool = Json,
) -> None:
    """Correct a response with a new one that takes its place; the old one is kept. What you leave out stays.

    Positions, when any is given, replace all earlier ones; commitments likewise.
    Example: `outreach --as chi responses correct 3 --position d2-halt-exchange=declines`.
    """
    installation = opened()
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
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Response {response.id} takes the place of {response_id}."
    emit(response, as_json=as_json, human=lambda: say(told))


@app.command("list")
def list_(
    round_id: int | None = typer.Option(None, "--round", help="Only answers to this round."),
    everything: bool = typer.Option(False, "--all", help="Corrected ones too."),
    as_json: bool = Json,
) -> None:
    """List the responses that stand, the oldest first. Example: `outreach responses list --round 1`."""
    with opened().database.read() as session:
        ids = None if round_id is None else [d.id for d in list_deliveries(session, round_id=round_id)]
        responses = list_responses(session, delivery_ids=ids, standing=not everything)
    emit(responses, as_json=as_json, human=lambda: _show(responses))


@app.command()
def show(
    response_id: int = typer.Argument(help="The response's id, as `outreach responses list` shows it."),
    as_json: bool = Json,
) -> None:
    """Show a response with everything it corrects and everything that corrects it, the oldest first.

    Example: `outreach responses show 3`.
    """
    with opened().database.read() as session:
        chain = list_chain(session, response_id)
    emit(chain, as_json=as_json, human=lambda: _show(chain))


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


def _commitments(given: Sequence[str]) -> list[Commitment]:
    return [_commitment(item) for item in given]


def _commitment(item: str) -> Commitment:
    day, colon, what = item.partition(":")
    try:
        return Commitment(what.strip(), date.fromisoformat(day.strip())) if colon else Commitment(item.strip())
    except ValueError:
        return Commitment(item.strip())


def _show(responses: Sequence[ResponseInfo]) -> None:
    rows = [
        (
            response.id,
            response.delivery_id,
            response.answer.received_on,
            response.answer.channel,
            response.answer.reference_number,
            "\n".join(f"{demand}: {position}" for demand, position in response.answer.positions.items()),
            response.answer.summary,
            response.answer.disclosure,
            f"corrected by {response.superseded_by}" if response.superseded_by else "",
        )
        for response in responses
    ]
    columns = ("id", "delivery", "received", "by", "reference", "positions", "summary", "who may see", "")
    table(columns, rows, empty="No responses yet: `outreach responses record DELIVERY …`.")
