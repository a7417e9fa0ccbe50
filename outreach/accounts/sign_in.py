"""Sign in and out. The session lives on the server; the browser holds only a random secret."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from outreach import audit
from outreach.accounts.actor import Actor
from outreach.accounts.password import password_matches
from outreach.accounts.second_factor import code_matches
from outreach.accounts.store import get_actor
from outreach.accounts.tables import SignIn, SignInTry, User
from outreach.blobs import sha256_of
from outreach.errors import NotAllowed

LASTS = timedelta(hours=12)
TRIES, WITHIN = 8, timedelta(minutes=15)
"""At most so many bad tries per name, and five times as many per address, within that time."""


class TooManyTries(NotAllowed):
    """Signing in has to wait."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: who, and the secret that each of its forms carries."""

    actor: Actor
    csrf: str
    full_name: str
    second_factor: bool


def sign_in(session: Session, *, name: str, password: str, code: str, address: str, now: datetime) -> str | None:
    """Check name, password and, where the user has one, the second factor; return the new secret.

    Returns None for any mismatch, after the try was written: the caller commits, and then says no more
    than "wrong". Raises TooManyTries when the limit is reached.
    """
    _limit(session, name=name, address=address, now=now)
    user = session.exec(select(User).where(User.name == name)).one_or_none()
    good = password_matches(user.password_hash if user else None, password) and bool(
        user and not user.disabled_at and code_matches(session, user, code=code, now=now)
    )
    session.add(SignInTry(name=name[:64], address=address[:64], at=now, good=good))
    if not good or user is None:
        session.flush()
        return None
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_sha256=sha256_of(secret.encode()),
            user_name=user.name,
            csrf=secrets.token_hex(32),
            signed_in_at=now,
            expires_at=now + LASTS,
            second_factor=user.totp_confirmed_at is not None,
        )
    )
    session.flush()
    audit.record(session, actor=get_actor(session, name), action="user.signed_in", subject=f"user:{name}", now=now)
    return secret


def find_signed_in(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """The live session of a browser's secret, or None."""
    row = session.get(SignIn, sha256_of(secret.encode()))
    if row is None or row.expires_at <= now:
        return None
    user = session.exec(select(User).where(User.name == row.user_name)).one()
    if user.disabled_at is not None:
        return None
    return SignedIn(get_actor(session, user.name), row.csrf, user.full_name, row.second_factor)


def sign_out(session: Session, secret: str) -> None:
    """End a session; ending one that is not there changes nothing."""
    session.exec(delete(SignIn).where(col(SignIn.token_sha256) == sha256_of(secret.encode())))


def _limit(session: Session, *, name: str, address: str, now: datetime) -> None:
    recent = select(func.count()).where(col(SignInTry.good).is_(False), col(SignInTry.at) > now - WITHIN)
    by_name = session.exec(recent.where(SignInTry.name == name[:64])).one()
    by_address = session.exec(recent.where(SignInTry.address == address[:64])).one()
    if by_name >= TRIES or by_address >= 5 * TRIES:
        raise TooManyTries("Too many tries: wait a quarter of an hour, then sign in again.")
