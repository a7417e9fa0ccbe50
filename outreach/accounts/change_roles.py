"""Change what a user may do, and which languages they read."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.store import UserInfo, user_info, user_row
from outreach.errors import BadInput, Refused


def change_roles(
    session: Session,
    *,
    actor: Actor,
    name: str,
    roles: Collection[Role],
    languages: Collection[str],
    now: datetime,
) -> UserInfo:
    """Replace the roles and languages of `name`; it holds from the next page that the user opens.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user.
        BadInput: no role is given.
        Refused: the actor would stop being an admin: nobody might be left who can undo it.
    """
    actor.require(Role.ADMIN)
    user = user_row(session, name)
    if not roles:
        raise BadInput(f"User {name!r} needs at least one role: {', '.join(Role)}.")
    if name == actor.name and Role.ADMIN not in roles:
        raise Refused("You cannot take the role admin from yourself: ask another admin.")
    user.roles, user.languages = sorted(roles), sorted(languages)
    session.add(user)
    session.flush()
    facts = {"roles": " ".join(user.roles)}
    audit.record(session, actor=actor, action="user.roles_changed", subject=f"user:{name}", now=now, facts=facts)
    return user_info(user)
