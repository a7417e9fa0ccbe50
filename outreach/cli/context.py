"""What every command needs: the opened installation and who acts."""

import getpass

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.accounts.store import get_actor
from outreach.errors import BadInput
from outreach.wiring import App, open_app


def opened() -> App:
    """The installation of the settings."""
    return open_app()


def acting(session: Session, app: App) -> Actor:
    """The user named by `--as` or OUTREACH_USER; every act is recorded under that name.

    Raises:
        BadInput: nobody is named.
        NotFound: there is no such user.
    """
    if not app.settings.user:
        raise BadInput(
            "Say who you are: OUTREACH_USER=name or `outreach --as name …` (see `outreach users list`)."
        )
    return get_actor(session, app.settings.user)


def console_admin() -> Actor:
    """Whoever can run commands on this machine may add the first users."""
    return Actor(f"console:{getpass.getuser()}", frozenset({Role.ADMIN}))
