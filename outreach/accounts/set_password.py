"""Set a user's password."""

from datetime import datetime

from sqlmodel import Session, col, delete

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.password import hash_password, password_matches
from outreach.accounts.store import user_row
from outreach.accounts.tables import SignIn
from outreach.errors import BadInput


def set_password(session: Session, *, actor: Actor, name: str, password: str, now: datetime) -> None:
    """Set the password of `name` (one's own, or as an admin); every browser of that user is signed out.

    Raises:
        NotAllowed: somebody else's password, and the actor is no admin.
        NotFound: there is no such user.
        BadInput: the password is too short.
    """
    if actor.name != name:
        actor.require(Role.ADMIN)
    user = user_row(session, name)
    user.password_hash = hash_password(password)
    session.add(user)
    session.exec(delete(SignIn).where(col(SignIn.user_name) == name))
    session.flush()
    audit.record(session, actor=actor, action="user.password_set", subject=f"user:{name}", now=now)


def change_password(session: Session, *, actor: Actor, earlier: str, password: str, now: datetime) -> None:
    """Set one's own password, knowing the one that holds: an open browser alone does not change it.

    Raises:
        BadInput: `earlier` does not fit, or the new one is too short.
    """
    if not password_matches(user_row(session, actor.name).password_hash, earlier):
        raise BadInput("The password that holds now does not fit.")
    set_password(session, actor=actor, name=actor.name, password=password, now=now)
