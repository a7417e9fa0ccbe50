"""`outreach responses`: each verb is imported when it is used."""

import typer

from outreach.cli.lazy import lazily

VERBS = {
    "record": "outreach.cli.responses_record",
    "correct": "outreach.cli.responses_record",
    "list": "outreach.cli.responses_view",
    "show": "outreach.cli.responses_view",
    "judge": "outreach.cli.responses_after",
    "follow-up": "outreach.cli.responses_after",
    "follow-ups": "outreach.cli.responses_after",
    "followed-up": "outreach.cli.responses_after",
}

app = typer.Typer(
    name="responses",
    cls=lazily(VERBS),
    help="What governments said and did: positions, promises, and what the campaign does next.",
    no_args_is_help=True,
)


@app.callback()
def root() -> None:
    """What governments said and did: positions, promises, and what the campaign does next."""
