"""What every command needs: the opened installation and who acts."""

import getpass

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.accounts.second_factor import needs_second_factor
from outreach.accounts.store import get_actor, get_user
from outreach.errors import BadInput, NotAllowed
from outreach.wiring import App, open_app


def opened() -> App:
    """The installation of the settings."""
    return open_app()


def acting(session: Session, app: App, *, setting_up: bool = False) -> Actor:
    """The user named by `--as` or OUTREACH_USER; every act is recorded under that name.

    Raises:
        BadInput: nobody is named.
        NotFound: there is no such user.
        NotAllowed: live, an organiser or admin who has no second factor, unless they are `setting_up` theirs.
    """
    if not app.settings.user:
        raise BadInput(
            "Say who you are: OUTREACH_USER=name or `outreach --as name …` (see `outreach users list`)."
        )
    actor = get_actor(session, app.settings.user)
    needs = needs_second_factor(actor.roles, live=app.settings.live)
    if needs and not setting_up and not get_user(session, actor.name).has_second_factor:
        raise NotAllowed(
            f"{actor.name} decides here, and in live mode needs a second factor for that: set it up at the desk "
            f"under your name, or with `outreach --as {actor.name} users second-factor`."
        )
    return actor


def console_admin() -> Actor:
    """Whoever can run commands on this machine may add the first users."""
    return Actor(f"console:{getpass.getuser()}", frozenset({Role.ADMIN}))
