"""Reads of users."""

from sqlmodel import Session, select

from outreach.accounts.actor import Actor, Role
from outreach.accounts.tables import User
from outreach.errors import NotFound


def list_users(session: Session) -> list[User]:
    """Every user, by name."""
    return list(session.exec(select(User).order_by(User.name)))


def get_actor(session: Session, name: str) -> Actor:
    """The Actor of an enabled user; raises NotFound otherwise."""
    user = session.exec(select(User).where(User.name == name)).one_or_none()
    if user is None or user.disabled_at is not None:
        raise NotFound(f"There is no user {name!r}: see `outreach users list`, or add one.")
    return Actor(user.name, frozenset(Role(role) for role in user.roles))
