"""`outreach dossiers`: each verb is imported when it is used."""

import typer

from outreach.cli.lazy import lazily

VERBS = {
    "build": "outreach.cli.dossiers_build",
    "list": "outreach.cli.dossiers_view",
    "verify": "outreach.cli.dossiers_verify",
    "preview": "outreach.cli.dossiers_view",
}
HELP = "The PDFs: a letter for every office and a dossier for every government, archival and accessible."

app = typer.Typer(name="dossiers", cls=lazily(VERBS), help=HELP, no_args_is_help=True)


@app.callback(help=HELP)
def root() -> None:
    """Nothing comes before the verb."""
