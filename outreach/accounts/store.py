"""Reads of users. Hashes and secrets never leave the tables."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from outreach.accounts.actor import Actor, Grant, Role
from outreach.accounts.tables import SignInTry, User, UserGrant
from outreach.errors import NotFound


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A user as others may see them. `roles` are those of the `grants`, which say where each holds."""

    name: str
    full_name: str
    roles: tuple[Role, ...]
    grants: tuple[Grant, ...]
    languages: tuple[str, ...]
    has_password: bool
    has_second_factor: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class SignInTryInfo:
    """One try to sign in, from which address, and whether it worked."""

    name: str
    address: str
    at: datetime
    good: bool


def list_users(session: Session) -> list[UserInfo]:
    """Every user, by name."""
    grants: dict[str, list[UserGrant]] = defaultdict(list)
    for row in session.exec(select(UserGrant).order_by(col(UserGrant.id))):
        grants[row.user_name].append(row)
    return [_info(user, grants[user.name]) for user in session.exec(select(User).order_by(User.name))]


def get_actor(session: Session, name: str) -> Actor:
    """The Actor of an enabled user; raises NotFound otherwise."""
    user = session.exec(select(User).where(User.name == name)).one_or_none()
    if user is None or user.disabled_at is not None:
        raise NotFound(f"There is no user {name!r}: see `outreach users list`, or add one.")
    return actor_of(user_info(session, user))


def actor_of(user: UserInfo) -> Actor:
    """What a user may do, as their grants say."""
    everywhere = {grant.role for grant in user.grants if grant.is_everywhere}
    limits = frozenset(user.grants) if set(user.roles) - everywhere else frozenset[Grant]()
    return Actor(user.name, frozenset(user.roles), limits, frozenset(user.languages))


def get_user(session: Session, name: str) -> UserInfo:
    """One user, disabled or not; raises NotFound."""
    return user_info(session, user_row(session, name))


def user_row(session: Session, name: str) -> User:
    """The row itself, for the verbs of accounts; raises NotFound."""
    user = session.exec(select(User).where(User.name == name)).one_or_none()
    if user is None:
        raise NotFound(f"There is no user {name!r}: see the list of users.")
    return user


def list_sign_in_tries(session: Session, name: str, *, limit: int = 20) -> list[tuple[datetime, str, bool]]:
    """The newest tries to sign in as `name`: when, from which address, and whether it worked."""
    query = select(SignInTry).where(SignInTry.name == name).order_by(col(SignInTry.id).desc()).limit(limit)
    return [(row.at, row.address, row.good) for row in session.exec(query)]


def list_tries(
    session: Session, *, name: str | None = None, limit: int = 50, offset: int = 0
) -> list[SignInTryInfo]:
    """The newest tries to sign in first, of one name (which need not be a user's) or of all."""
    query = select(SignInTry).order_by(col(SignInTry.id).desc()).limit(limit).offset(offset)
    if name:
        query = query.where(SignInTry.name == name)
    return [SignInTryInfo(row.name, row.address, row.at, row.good) for row in session.exec(query)]


def count_tries(session: Session, *, name: str | None = None) -> int:
    """How many `list_tries` would give without a limit."""
    query = select(func.count()).select_from(SignInTry)
    return session.exec(query.where(SignInTry.name == name) if name else query).one()


def user_info(session: Session, user: User) -> UserInfo:
    """What of a row others may see."""
    query = select(UserGrant).where(UserGrant.user_name == user.name).order_by(col(UserGrant.id))
    return _info(user, list(session.exec(query)))


def grant_of(row: UserGrant) -> Grant:
    """The value of a row."""
    return Grant(row.role, row.campaign_id, None if row.governments is None else frozenset(row.governments))


def _info(user: User, rows: list[UserGrant]) -> UserInfo:
    grants = tuple(grant_of(row) for row in rows)
    held = {grant.role for grant in grants}
    return UserInfo(
        name=user.name,
        full_name=user.full_name,
        roles=tuple(role for role in Role if role in held),
        grants=grants,
        languages=tuple(user.languages),
        has_password=user.password_hash is not None,
        has_second_factor=user.totp_confirmed_at is not None,
        disabled=user.disabled_at is not None,
    )
