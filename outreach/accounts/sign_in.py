"""Sign in and out. The session lives on the server; the browser holds only a random secret."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from outreach import audit
from outreach.accounts.actor import Actor
from outreach.accounts.password import password_matches
from outreach.accounts.second_factor import code_matches
from outreach.accounts.store import get_actor, user_row
from outreach.accounts.tables import SignIn, SignInTry, User
from outreach.blobs import sha256_of
from outreach.errors import NotAllowed

LASTS = timedelta(hours=12)
TRIES, WITHIN = 8, timedelta(minutes=15)
"""At most so many bad tries per name, and five times as many per address, within that time.

Tries from an address where this very user signed in before are counted by themselves: a stranger's tries elsewhere
do not keep the user out.
"""


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
    require_tries_left(session, name=name, address=address, now=now)
    user = session.exec(select(User).where(User.name == name)).one_or_none()
    good = password_matches(user.password_hash if user else None, password) and bool(
        user and not user.disabled_at and code_matches(session, user, code=code, now=now)
    )
    _note(session, name=name, address=address, now=now, good=good)
    if not good or user is None:
        session.flush()
        return None
    secret = _begin(session, user, now=now)
    audit.record(session, actor=get_actor(session, name), action="user.signed_in", subject=f"user:{name}", now=now)
    return secret


def renew_sign_in(session: Session, *, actor: Actor, now: datetime) -> str:
    """End every session of the actor and begin one with a new secret: after what a session may do has changed."""
    end_sign_ins(session, name=actor.name)
    return _begin(session, user_row(session, actor.name), now=now)


def end_sign_ins(session: Session, *, name: str) -> None:
    """Sign every browser of `name` out."""
    session.exec(delete(SignIn).where(col(SignIn.user_name) == name))


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


def require_tries_left(session: Session, *, name: str, address: str, now: datetime) -> None:
    """Raise TooManyTries when the name or the address has used up its tries."""
    name, address = name[:64], address[:64]
    recent = select(func.count()).where(col(SignInTry.good).is_(False), col(SignInTry.at) > now - WITHIN)
    by_address = session.exec(recent.where(SignInTry.address == address)).one()
    known = select(SignInTry.id).where(SignInTry.name == name, SignInTry.address == address)
    of_name = recent.where(SignInTry.name == name)
    if session.exec(known.where(col(SignInTry.good).is_(True)).limit(1)).first() is not None:
        of_name = of_name.where(SignInTry.address == address)
    if session.exec(of_name).one() >= TRIES or by_address >= 5 * TRIES:
        raise TooManyTries("Too many tries: wait a quarter of an hour, then try again.")


def note_bad_try(session: Session, *, name: str, address: str, now: datetime) -> None:
    """Count a wrong password or code that was given elsewhere than at the sign-in."""
    _note(session, name=name, address=address, now=now, good=False)


def _note(session: Session, *, name: str, address: str, now: datetime, good: bool) -> None:
    session.add(SignInTry(name=name[:64], address=address[:64], at=now, good=good))


def _begin(session: Session, user: User, *, now: datetime) -> str:
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
    return secret
