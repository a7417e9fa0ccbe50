"""Shut a user out, or let them in again. Users are never deleted: the ledger names them."""

from datetime import datetime

from sqlmodel import Session, col, delete

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.store import UserInfo, user_info, user_row
from outreach.accounts.tables import SignIn
from outreach.errors import Refused, WrongStatus


def disable(session: Session, *, actor: Actor, name: str, now: datetime) -> UserInfo:
    """Shut the user out at once: every browser of theirs is signed out.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user.
        Refused: it is the actor.
        WrongStatus: the user is disabled already.
    """
    actor.require(Role.ADMIN)
    user = user_row(session, name)
    if name == actor.name:
        raise Refused("You cannot disable yourself: ask another admin.")
    if user.disabled_at is not None:
        raise WrongStatus(f"User {name!r} is disabled already.")
    user.disabled_at = now
    session.add(user)
    session.exec(delete(SignIn).where(col(SignIn.user_name) == name))
    session.flush()
    audit.record(session, actor=actor, action="user.disabled", subject=f"user:{name}", now=now)
    return user_info(session, user)


def enable(session: Session, *, actor: Actor, name: str, now: datetime) -> UserInfo:
    """Let a disabled user sign in again, with the password they had. Raises as `disable`."""
    actor.require(Role.ADMIN)
    user = user_row(session, name)
    if user.disabled_at is None:
        raise WrongStatus(f"User {name!r} is not disabled.")
    user.disabled_at = None
    session.add(user)
    session.flush()
    audit.record(session, actor=actor, action="user.enabled", subject=f"user:{name}", now=now)
    return user_info(session, user)
