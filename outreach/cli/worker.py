"""`outreach worker`: the alarm clock without the desk."""

import typer

from outreach.cli.context import opened
from outreach.cli.delivery_send import asked_to_stop
from outreach.cli.output import errors
from outreach.cli.service import awake

app = typer.Typer()


@app.command()
def worker() -> None:
    """Send what is due and collect what comes, until it is stopped; it finishes the mail in hand.

    Several workers may run beside each other: each letter still leaves once.
    """
    asked = asked_to_stop()
    with awake(opened()):
        errors.print("working (stop with Ctrl-C)", markup=False)
        asked.wait()
