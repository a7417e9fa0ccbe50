"""`outreach serve`: the desk and the alarm clock in one process."""

import secrets

import typer

from outreach.accounts.set_password import set_password
from outreach.accounts.store import list_users
from outreach.cli.context import console_admin, opened
from outreach.cli.demo import play
from outreach.cli.desk import Host, Port, listen
from outreach.cli.output import errors
from outreach.cli.service import awake
from outreach.clock import utc_now
from outreach.settings import read_settings
from outreach.wiring import App, open_app

app = typer.Typer()


@app.command()
def serve(
    host: str = Host,
    port: int = Port,
    demo: bool = typer.Option(
        False, "--demo", help="Serve the demonstration's data; it is played first where it is not there yet."
    ),
) -> None:
    """Open the desk, send what is due and collect what comes, in one process on one machine.

    Example: `outreach serve --demo` shows the whole system with sample data, and prints how to sign in. What is
    sent there goes to a folder, never further.
    """
    installation = _demonstration() if demo else opened()
    with awake(installation):
        listen(installation, host=host, port=port)


def _demonstration() -> App:
    settings = read_settings()
    folder = settings.home / "demo"
    if not (folder / "pdf").is_dir():
        play(folder, replace_earlier=True)
    installation = open_app(settings.model_copy(update={"home": folder, "database_url": "", "live": False}))
    _give_passwords(installation)
    return installation


def _give_passwords(installation: App) -> None:
    """New ones at each start: there is no default password, not even for sample users."""
    with installation.database.begin() as session:
        for user in list_users(session):
            password = secrets.token_urlsafe(12)
            set_password(session, actor=console_admin(), name=user.name, password=password, now=utc_now())
            roles = ", ".join(user.roles)
            errors.print(f"sign in as {user.name} ({roles}) with {password}", markup=False, highlight=False)
