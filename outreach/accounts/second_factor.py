"""The second factor: time-based one-time passwords (RFC 6238) and single-use recovery codes."""

import secrets
from datetime import datetime

import pyotp
from sqlmodel import Session, col, delete, select

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.store import user_row
from outreach.accounts.tables import RecoveryCode, SignIn, User
from outreach.blobs import sha256_of
from outreach.errors import BadInput, WrongStatus

RECOVERY_CODES = 8


def code_matches(session: Session, user: User, *, code: str, now: datetime) -> bool:
    """Whether `code` is the user's one-time password now (±1 step) or an unused recovery code.

    A user without a confirmed second factor needs none. A recovery code is used up by matching.
    """
    if user.totp_confirmed_at is None or user.totp_secret is None:
        return True
    code = code.replace(" ", "")
    if pyotp.TOTP(user.totp_secret).verify(code, for_time=now, valid_window=1):
        return True
    row = session.exec(
        select(RecoveryCode).where(
            RecoveryCode.user_name == user.name,
            RecoveryCode.code_sha256 == sha256_of(code.encode()),
            col(RecoveryCode.used_at).is_(None),
        )
    ).first()
    if row is None:
        return False
    row.used_at = now
    session.add(row)
    return True


def begin_second_factor(session: Session, *, actor: Actor) -> str:
    """Make a new secret for the actor and return its `otpauth://` address for an authenticator."""
    user = session.exec(select(User).where(User.name == actor.name)).one()
    user.totp_secret, user.totp_confirmed_at = pyotp.random_base32(), None
    session.add(user)
    return pyotp.TOTP(user.totp_secret).provisioning_uri(name=user.name, issuer_name="outreach")


def confirm_second_factor(session: Session, *, actor: Actor, code: str, now: datetime) -> list[str]:
    """Turn the second factor on and return fresh recovery codes, shown once.

    Raises:
        BadInput: the code is not the one that the authenticator shows now.
    """
    user = session.exec(select(User).where(User.name == actor.name)).one()
    matches = user.totp_secret and pyotp.TOTP(user.totp_secret).verify(code, for_time=now, valid_window=1)
    if not matches:
        raise BadInput("That code does not fit: check the clock of your telephone and try the next code.")
    user.totp_confirmed_at = now
    session.add(user)
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_name) == user.name))
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_name=user.name, code_sha256=sha256_of(code.encode())) for code in codes)
    session.flush()
    audit.record(session, actor=actor, action="user.second_factor_on", subject=f"user:{user.name}", now=now)
    return codes


def drop_second_factor(session: Session, *, actor: Actor, name: str, now: datetime) -> None:
    """Turn off the second factor of somebody who lost telephone and codes; their browsers are signed out.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user.
        WrongStatus: the user has none.
    """
    actor.require(Role.ADMIN)
    user = user_row(session, name)
    if user.totp_secret is None:
        raise WrongStatus(f"User {name!r} has no second factor.")
    user.totp_secret, user.totp_confirmed_at = None, None
    session.add(user)
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_name) == name))
    session.exec(delete(SignIn).where(col(SignIn.user_name) == name))
    session.flush()
    audit.record(session, actor=actor, action="user.second_factor_off", subject=f"user:{name}", now=now)
