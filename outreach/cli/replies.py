"""`outreach replies`: each verb is imported when it is used."""

import typer

from outreach.cli.lazy import lazily

VERBS = {
    "collect": "outreach.cli.mails",
    "classify": "outreach.cli.classify",
    "list": "outreach.cli.mails",
    "show": "outreach.cli.mails",
    "settle": "outreach.cli.mails",
    "move": "outreach.cli.mails",
    "reclassify": "outreach.cli.mails_judge",
    "unmatch": "outreach.cli.mails_judge",
    "undo": "outreach.cli.mails_judge",
    "object": "outreach.cli.mails_judge",
    "erase": "outreach.cli.mails_erase",
}

app = typer.Typer(
    name="replies",
    cls=lazily(VERBS),
    help="Mail that came in: bounces, automatic notes, acknowledgements and answers.",
    no_args_is_help=True,
)


@app.callback()
def root() -> None:
    """Mail that came in: bounces, automatic notes, acknowledgements and answers."""
