"""`outreach delivery`."""

from pathlib import Path

import typer

from outreach.cli import delivery_view, handover
from outreach.cli.context import acting, opened
from outreach.cli.delivery_evidence import evidence
from outreach.cli.delivery_log import read_log_command
from outreach.cli.delivery_preflight import preflight_command
from outreach.cli.delivery_send import Round, send
from outreach.cli.files import read_file
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.delivery import switch
from outreach.delivery.cancel import cancel as cancel_delivery
from outreach.delivery.resend import resend as resend_delivery
from outreach.delivery.settle import settle as settle_delivery
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import find_stop, highest_rungs, list_deliveries
from outreach.rounds.store import get_round
from outreach.scans import require_scan

app = typer.Typer(
    name="delivery",
    help="Out: send approved letters, see what became of each, hand over what goes by post, form or person.",
    no_args_is_help=True,
)
app.add_typer(handover.app)
app.command("preflight")(preflight_command)
app.command()(send)
app.command()(evidence)
app.command("read-log")(read_log_command)
Number = typer.Argument(metavar="DELIVERY", help="The delivery's number, see `outreach delivery list`.")
Reason = typer.Option(..., "--reason", help="Why; it is kept.")


@app.command()
def status(round_id: int = Round, as_json: bool = Json) -> None:
    """Count a round's deliveries by status and by how far they provably came.

    Example: `outreach delivery status --round 3`.
    """
    with opened().database.read() as session:
        if round_id:
            get_round(session, round_id)
        found = list_deliveries(session, round_id=round_id or None)
        rungs = highest_rungs(session, delivery_ids=[one.id for one in found])
        stop = find_stop(session)
    counted = delivery_view.counted(found, rungs, stop)
    emit(counted, as_json=as_json, human=lambda: delivery_view.show_status(counted))


@app.command("list")
def list_(
    round_id: int = Round,
    only: DeliveryStatus | None = typer.Option(None, "--status", help="Only these."),
    as_json: bool = Json,
) -> None:
    """List deliveries with their office, status, and highest proof."""
    with opened().database.read() as session:
        rows = delivery_view.rows(session, list_deliveries(session, round_id=round_id or None, status=only))
    emit(rows, as_json=as_json, human=lambda: delivery_view.show_rows(rows))


@app.command()
def show(delivery_id: int = Number, as_json: bool = Json) -> None:
    """Show one delivery: every try with the server's own words, and every proof.

    Example: `outreach delivery show 12`.
    """
    with opened().database.read() as session:
        whole = delivery_view.whole(session, delivery_id)
    emit(whole, as_json=as_json, human=lambda: delivery_view.show_whole(whole))


@app.command()
def settle(
    delivery_id: int = Number,
    outcome: DeliveryStatus = typer.Option(
        ..., "--as", help="uncertain: accepted (it was sent), queued (send again), cancelled; or what came back."
    ),
    reason: str = Reason,
    file: Path | None = typer.Option(None, "--file", help="A scan of the return slip or receipt."),
    as_json: bool = Json,
) -> None:
    """Decide what became of a delivery, above all of an uncertain one: look into the relay's log first.

    `--as receipted` with the return slip as `--file` proves that a letter arrived.

    Example: `outreach --as sam delivery settle 12 --as accepted --reason "relay log: queued as 4XyZ"`.
    """
    installation = opened()
    scan = None if file is None else read_file(file)
    if scan is not None:
        require_scan(scan)
    with installation.database.begin() as session:
        actor = acting(session, installation)
        settled = settle_delivery(
            session,
            delivery_id=delivery_id,
            status=outcome,
            reason=reason,
            actor=actor,
            now=utc_now(),
            blob_sha256=installation.blobs.put(scan) if scan is not None else None,
        )
    emit(settled, as_json=as_json, human=lambda: say(f"Delivery {delivery_id} is {settled.status}."))


@app.command()
def cancel(delivery_id: int = Number, reason: str = Reason, as_json: bool = Json) -> None:
    """Call off a delivery that is not sent yet.

    Example: `outreach --as sam delivery cancel 12 --reason "the office was dissolved"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        cancelled = cancel_delivery(session, delivery_id=delivery_id, reason=reason, actor=actor, now=utc_now())
    emit(cancelled, as_json=as_json, human=lambda: say(f"Delivery {delivery_id} is cancelled."))


@app.command()
def resend(
    delivery_id: int = Number,
    contact: int = typer.Option(..., "--contact", help="Another contact of the office: `recipients show OFFICE`."),
    as_json: bool = Json,
) -> None:
    """Write to another contact after a failure: adds an addressee, which needs its letter and a review again.

    Example: `outreach --as sam delivery resend 12 --contact 34`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        added = resend_delivery(session, delivery_id=delivery_id, contact_id=contact, actor=actor, now=utc_now())
    then = f"Added addressee {added.id}: now `outreach dossiers build`, then `outreach reviews`."
    emit(added, as_json=as_json, human=lambda: say(then))


@app.command()
def stop(reason: str = Reason, as_json: bool = Json) -> None:
    """Stop all sending, of every round and on every machine, within one message.

    Example: `outreach --as olga delivery stop --reason "wrong letter"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        switch.stop_sending(session, reason=reason, actor=acting(session, installation), now=utc_now())
    emit({"stopped": True}, as_json=as_json, human=lambda: say("Nothing more is sent until `delivery allow`."))


@app.command()
def allow(as_json: bool = Json) -> None:
    """Lift the stop."""
    installation = opened()
    with installation.database.begin() as session:
        switch.allow_sending(session, actor=acting(session, installation), now=utc_now())
    emit({"stopped": False}, as_json=as_json, human=lambda: say("Sending is allowed again."))
