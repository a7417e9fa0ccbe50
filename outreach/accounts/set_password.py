"""Set a user's password."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.password import hash_password
from outreach.accounts.tables import SignIn, User
from outreach.errors import NotFound


def set_password(session: Session, *, actor: Actor, name: str, password: str, now: datetime) -> None:
    """Set the password of `name` (one's own, or as an admin); every browser of that user is signed out.

    Raises:
        NotAllowed: somebody else's password, and the actor is no admin.
        NotFound: there is no such user.
        BadInput: the password is too short.
    """
    if actor.name != name:
        actor.require(Role.ADMIN)
    user = session.exec(select(User).where(User.name == name)).one_or_none()
    if user is None:
        raise NotFound(f"There is no user {name!r}: see `outreach users list`.")
    user.password_hash = hash_password(password)
    session.add(user)
    session.exec(delete(SignIn).where(col(SignIn.user_name) == name))
    session.flush()
    audit.record(session, actor=actor, action="user.password_set", subject=f"user:{name}", now=now)
