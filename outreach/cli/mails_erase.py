"""`outreach replies erase`: one person's mail."""

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.replies.erase import erase_person

app = typer.Typer()


@app.command()
def erase(
    address: str = typer.Argument(help="The address that the mails came from."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only count."),
    as_json: bool = Json,
) -> None:
    """Erase all mail that one person sent, because they ask for it: words, files and address.

    The hash, the kind and the dates stay, so that the ledger and older bundles of evidence still verify.
    Erase it in the mailbox as well. Example: `outreach replies erase jane@ministry.example --dry-run`.
    """
    installation = opened()
    with installation.database.read() as session:
        actor = acting(session, installation)
    report = erase_person(
        installation.database, installation.blobs, address=address, actor=actor, now=utc_now(), dry_run=dry_run
    )
    verb = "would be erased" if dry_run else "were erased"
    emit(report, as_json=as_json, human=lambda: say(f"{report.mails} mails from this address {verb}."))
