"""Add a user."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, select

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.store import UserInfo, user_info
from outreach.accounts.tables import User
from outreach.errors import BadInput, Conflict

NAME = re.compile(r"[a-z][a-z0-9_.-]{1,63}")


def add_user(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    full_name: str,
    roles: Collection[Role],
    languages: Collection[str] = (),
) -> UserInfo:
    """Add an enabled user with at least one role.

    Raises:
        NotAllowed: the actor is not an admin.
        BadInput: the name has other characters than a-z 0-9 _ . -, or no role is given.
        Conflict: the name is taken.
    """
    actor.require(Role.ADMIN)
    if not NAME.fullmatch(name):
        raise BadInput(f"User name {name!r}: use 2 to 64 of a-z, 0-9, _ . -, beginning with a letter.")
    if not roles:
        raise BadInput(f"User {name!r} needs at least one role: {', '.join(Role)}.")
    if session.exec(select(User).where(User.name == name)).first():
        raise Conflict(f"There is a user {name!r} already: choose another name.")
    user = User(
        name=name,
        full_name=full_name,
        roles=sorted(roles),
        languages=sorted(languages),
        added_at=now,
    )
    session.add(user)
    session.flush()
    audit.record(session, actor=actor, action="user.added", subject=f"user:{name}", now=now)
    return user_info(user)
