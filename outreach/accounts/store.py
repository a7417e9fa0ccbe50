"""Reads of users. Hashes and secrets never leave the tables."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from outreach.accounts.actor import Actor, Role
from outreach.accounts.tables import SignInTry, User
from outreach.errors import NotFound


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A user as others may see them."""

    name: str
    full_name: str
    roles: tuple[Role, ...]
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
    return [user_info(user) for user in session.exec(select(User).order_by(User.name))]


def get_actor(session: Session, name: str) -> Actor:
    """The Actor of an enabled user; raises NotFound otherwise."""
    user = session.exec(select(User).where(User.name == name)).one_or_none()
    if user is None or user.disabled_at is not None:
        raise NotFound(f"There is no user {name!r}: see `outreach users list`, or add one.")
    return Actor(user.name, frozenset(Role(role) for role in user.roles))


def get_user(session: Session, name: str) -> UserInfo:
    """One user, disabled or not; raises NotFound."""
    return user_info(user_row(session, name))


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


def user_info(user: User) -> UserInfo:
    """What of a row others may see."""
    return UserInfo(
        name=user.name,
        full_name=user.full_name,
        roles=tuple(Role(role) for role in user.roles),
        languages=tuple(user.languages),
        has_password=user.password_hash is not None,
        has_second_factor=user.totp_confirmed_at is not None,
        disabled=user.disabled_at is not None,
    )
