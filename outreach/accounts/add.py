"""Add a user."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, select

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.grants import Scope, add_grant, facts_of
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
    scope: Scope = Scope(),
) -> UserInfo:
    """Add an enabled user with at least one role; the roles hold in `scope`, which is everywhere unless given.

    Raises:
        NotAllowed: the actor is not an admin.
        BadInput: the name has other characters than a-z 0-9 _ . -, no full name or no role is given, or the role
            admin is to be limited.
        Conflict: the name is taken.
    """
    actor.require(Role.ADMIN)
    if not NAME.fullmatch(name):
        raise BadInput(f"User name {name!r}: use 2 to 64 of a-z, 0-9, _ . -, beginning with a letter.")
    if not full_name.strip():
        raise BadInput(f"User {name!r} needs a full name: it is what others see.")
    if not roles:
        raise BadInput(f"User {name!r} needs at least one role: {', '.join(Role)}.")
    if session.exec(select(User).where(User.name == name)).first():
        raise Conflict(f"There is a user {name!r} already: choose another name.")
    user = User(name=name, full_name=full_name.strip(), languages=sorted(languages), added_at=now)
    session.add(user)
    session.flush()
    for role in sorted(set(roles)):
        add_grant(session, name, scope.of(role))
    facts = {"roles": " ".join(sorted(set(roles))), **facts_of(scope)}
    audit.record(session, actor=actor, action="user.added", subject=f"user:{name}", now=now, facts=facts)
    return user_info(session, user)
