"""`outreach responses list | show`."""

from collections.abc import Sequence

import typer

from outreach.cli.context import opened
from outreach.cli.output import Json, emit, table
from outreach.delivery.store import list_deliveries
from outreach.responses.store import ResponseInfo, list_chain, list_responses

app = typer.Typer()


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


def _show(responses: Sequence[ResponseInfo]) -> None:
    rows = [
        (
            response.id,
            response.delivery_id,
            response.answer.received_on,
            response.answer.channel,
            response.answer.reference_number,
            "\n".join(f"{demand}: {position}" for demand, position in response.answer.positions.items()),
            "\n".join([response.answer.summary, *_promised(response)]),
            response.answer.disclosure,
            f"corrected by {response.superseded_by}" if response.superseded_by else "",
        )
        for response in responses
    ]
    columns = ("id", "delivery", "received", "by", "reference", "positions", "summary", "who may see", "")
    table(columns, rows, empty="No responses yet: `outreach responses record DELIVERY …`.")


def _promised(response: ResponseInfo) -> list[str]:
    """Each commitment with its number, which `judge` asks for."""
    return [
        f"{number}. {one.what}{f' (until {one.due_on})' if one.due_on else ''}"
        f"{f': {one.verdict.outcome}' if one.verdict else ''}"
        for number, one in enumerate(response.answer.commitments, 1)
    ]
