"""`outreach audit`."""

import typer

from outreach import audit
from outreach.audit.store import list_entries
from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say, table

app = typer.Typer(name="audit", help="Who did what: the hash-chained ledger.", no_args_is_help=True)


@app.command("list")
def list_(
    subject: str = typer.Option("", "--subject", help="Only this thing, such as round:3."),
    limit: int = typer.Option(50, "--limit", min=1, help="At most so many entries, the newest first."),
    as_json: bool = Json,
) -> None:
    """List the newest entries of the ledger."""
    with opened().database.read() as session:
        entries = list_entries(session, subject=subject or None, limit=limit)
    rows = [(e.number, e.at.strftime("%Y-%m-%d %H:%M:%S"), e.actor, e.action, e.subject) for e in entries]
    columns = ("no.", "at (UTC)", "who", "what", "which")
    emit(entries, as_json=as_json, human=lambda: table(columns, rows, empty="The ledger is empty."))


@app.command()
def verify(as_json: bool = Json) -> None:
    """Check the chain of hashes from the first entry to the last; exit 1 when something was changed."""
    with opened().database.read() as session:
        chain = audit.verify(session)
    verdict = f"broken: {chain.broken}" if chain.broken else f"whole (head {chain.head_sha256[:16]}…)"
    emit(chain, as_json=as_json, human=lambda: say(f"{chain.entries} entries, {verdict}."))
    if chain.broken:
        raise typer.Exit(1)
