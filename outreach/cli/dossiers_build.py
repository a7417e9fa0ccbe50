"""`outreach dossiers build`: apart from its sisters, because what seals takes half a second to load."""

import typer
from rich.progress import Progress

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, errors, say
from outreach.clock import utc_now
from outreach.operations.build import build_here
from outreach.operations.sealing import sealer_of

app = typer.Typer()


@app.command()
def build(
    round_id: int = typer.Argument(metavar="ROUND", help="The round's number, see `outreach rounds list`."),
    workers: int = typer.Option(0, "--workers", min=0, help="Processes; without it one per processor."),
    as_json: bool = Json,
) -> None:
    """Build every letter and dossier of a scheduled round and check each for PDF/A-3a and PDF/UA-1.

    Sealed when OUTREACH_SIGNING__PKCS12 is set. What was built from the same inputs before is kept.
    All or nothing: one document that fails stops the build.
    From the second round on they say what changed since the last letter, and what was answered as far as it may
    be told; build again when an answer comes in before they leave.
    Example: `outreach --as sam dossiers build 3`.
    """
    installation = opened()
    with installation.database.read() as session:
        actor = acting(session, installation)
    now = utc_now()
    sealer = sealer_of(installation.settings.signing, now=now)
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Building", total=None)
        report = build_here(
            installation,
            round_id=round_id,
            actor=actor,
            now=now,
            workers=workers or None,
            sealer=sealer,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    told = (
        f"Round {round_id}: {report.letters} letters and {report.dossiers} dossiers "
        f"({report.built} built, {report.kept} kept), {report.pages} new pages."
    )
    emit(report, as_json=as_json, human=lambda: say(told))
