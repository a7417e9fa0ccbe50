"""The second factor: time-based one-time passwords (RFC 6238) and single-use recovery codes."""

import hmac
import secrets
from collections.abc import Collection
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
ISSUER = "outreach"
DECIDES = frozenset({Role.ORGANISER, Role.ADMIN})
"""Who approves what is sent, and who lets people in: in live mode nobody does so on a password alone."""


def needs_second_factor(roles: Collection[Role], *, live: bool) -> bool:
    """Whether somebody with these roles must have one."""
    return live and not DECIDES.isdisjoint(roles)


def code_matches(session: Session, user: User, *, code: str, now: datetime) -> bool:
    """Whether `code` is the user's one-time password now (±1 step) or an unused recovery code.

    A user without a confirmed second factor needs none. Either is used up by matching.
    """
    if user.totp_confirmed_at is None or user.totp_secret is None:
        return True
    code = "".join(code.split())
    return _is_current(session, user, code, now=now) or _is_recovery(session, user, code, now=now)


def begin_second_factor(session: Session, *, actor: Actor) -> str:
    """Make a new secret for the actor and return its `otpauth://` address; the one that is on stays on."""
    user = user_row(session, actor.name)
    user.totp_pending = pyotp.random_base32()
    session.add(user)
    return _address(user.name, user.totp_pending)


def find_second_factor_begun(session: Session, *, actor: Actor) -> str | None:
    """The `otpauth://` address that awaits its first code, if the actor began."""
    user = user_row(session, actor.name)
    return _address(user.name, user.totp_pending) if user.totp_pending else None


def confirm_second_factor(
    session: Session, *, actor: Actor, code: str, now: datetime, earlier: str = ""
) -> list[str]:
    """Turn the second factor on and return fresh recovery codes, shown once.

    Where one is on already, `earlier` is a code of it or a recovery code: an open browser alone replaces nothing.

    Raises:
        WrongStatus: nothing was begun.
        BadInput: a code is not the one that its authenticator shows now.
    """
    user = user_row(session, actor.name)
    if user.totp_pending is None:
        raise WrongStatus("There is nothing to confirm: begin with “Show the code to scan”.")
    step = _step(user.totp_pending, "".join(code.split()), now=now)
    if step is None:
        raise BadInput("That code does not fit: check the clock of your telephone and try the next code.")
    if not code_matches(session, user, code=earlier, now=now):
        raise BadInput("The code of the earlier telephone does not fit; a recovery code does as well.")
    user.totp_secret, user.totp_pending = user.totp_pending, None
    user.totp_confirmed_at, user.totp_last_step = now, step
    session.add(user)
    codes = _fresh_codes(session, user)
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
    if user.totp_secret is None and user.totp_pending is None:
        raise WrongStatus(f"User {name!r} has no second factor.")
    user.totp_secret = user.totp_pending = user.totp_confirmed_at = user.totp_last_step = None
    session.add(user)
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_name) == name))
    session.exec(delete(SignIn).where(col(SignIn.user_name) == name))
    session.flush()
    audit.record(session, actor=actor, action="user.second_factor_off", subject=f"user:{name}", now=now)


def _address(name: str, secret: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def _step(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step whose code this is: the present one, or one before or after it for clocks that differ."""
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    steps = (present, present - 1, present + 1)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), _ascii(code))), None)


def _ascii(code: str) -> str:
    return code if code.isascii() else ""


def _is_current(session: Session, user: User, code: str, *, now: datetime) -> bool:
    step = _step(user.totp_secret or "", code, now=now)
    if step is None or step <= (user.totp_last_step or 0):
        return False
    user.totp_last_step = step
    session.add(user)
    return True


def _is_recovery(session: Session, user: User, code: str, *, now: datetime) -> bool:
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


def _fresh_codes(session: Session, user: User) -> list[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_name) == user.name))
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_name=user.name, code_sha256=sha256_of(code.encode())) for code in codes)
    session.flush()
    return codes
