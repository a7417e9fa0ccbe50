"""Give a user a role for a campaign and a set of governments, take it away, and set which languages they read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from outreach import audit
from outreach.accounts.actor import Actor, Grant, Role
from outreach.accounts.store import UserInfo, grant_of, user_info, user_row
from outreach.accounts.tables import UserGrant
from outreach.errors import BadInput, Conflict, NotFound, Refused


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a role holds: in one campaign or all (None), for these governments or all (None)."""

    campaign_id: int | None = None
    governments: frozenset[str] | None = None

    def of(self, role: Role) -> Grant:
        return Grant(role, self.campaign_id, self.governments)


def grant_role(session: Session, *, name: str, grant: Grant, actor: Actor, now: datetime) -> UserInfo:
    """Give `name` one more role, or one more scope of a role; it holds from the next page that they open.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user.
        BadInput: the role admin is to be limited, or the list of governments is empty.
        Conflict: they have just this already.
    """
    actor.require(Role.ADMIN)
    user = user_row(session, name)
    if _find(session, name, grant) is not None:
        raise Conflict(f"User {name!r} has this role there already.")
    add_grant(session, name, grant)
    _record(session, "user.role_granted", name, grant, actor, now)
    return user_info(session, user)


def revoke_role(session: Session, *, name: str, grant: Grant, actor: Actor, now: datetime) -> UserInfo:
    """Take a role away from `name` in one of its scopes; it holds from the next page that they open.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user, or they do not have it there.
        Refused: it is the last one (disable the user instead), or the actor's own role admin.
    """
    actor.require(Role.ADMIN)
    user = user_row(session, name)
    row = _find(session, name, grant)
    if row is None:
        raise NotFound(f"User {name!r} does not have this role there.")
    if name == actor.name and grant.role is Role.ADMIN:
        raise Refused("You cannot take the role admin from yourself: ask another admin.")
    if len(user_info(session, user).grants) == 1:
        raise Refused(f"It is the only role of {name!r}: give another one first, or disable the user.")
    session.delete(row)
    session.flush()
    _record(session, "user.role_revoked", name, grant, actor, now)
    return user_info(session, user)


def set_languages(
    session: Session, *, name: str, languages: Collection[str], actor: Actor, now: datetime
) -> UserInfo:
    """Say which languages (BCP 47) `name` reads: an approval for a live send rests on it.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user.
    """
    actor.require(Role.ADMIN)
    user = user_row(session, name)
    user.languages = sorted(set(languages))
    session.add(user)
    session.flush()
    facts = {"languages": " ".join(user.languages)}
    subject = f"user:{name}"
    audit.record(session, actor=actor, action="user.languages_set", subject=subject, now=now, facts=facts)
    return user_info(session, user)


def add_grant(session: Session, name: str, grant: Grant) -> None:
    """Write a grant of a user who is known to lack it. Raises BadInput as `grant_role`."""
    if grant.role is Role.ADMIN and not grant.is_everywhere:
        raise BadInput(
            "The role admin holds for the whole installation: give it for all campaigns and governments."
        )
    if grant.governments is not None and not grant.governments:
        raise BadInput("Name at least one government, or all.")
    codes = None if grant.governments is None else sorted(grant.governments)
    row = UserGrant(user_name=name, role=grant.role, campaign_id=grant.campaign_id, governments=codes)
    session.add(row)
    session.flush()


def facts_of(scope: Scope) -> dict[str, str | int | bool | None]:
    """How the ledger names a scope."""
    governments = "all" if scope.governments is None else " ".join(sorted(scope.governments))
    return {"campaign": scope.campaign_id, "governments": governments}


def _find(session: Session, name: str, grant: Grant) -> UserGrant | None:
    rows = session.exec(select(UserGrant).where(UserGrant.user_name == name))
    return next((row for row in rows if grant_of(row) == grant), None)


def _record(session: Session, action: str, name: str, grant: Grant, actor: Actor, now: datetime) -> None:
    facts = {"role": grant.role, **facts_of(Scope(grant.campaign_id, grant.governments))}
    audit.record(session, actor=actor, action=action, subject=f"user:{name}", now=now, facts=facts)
