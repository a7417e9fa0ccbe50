"""Invite a user to set their password by a link that works once: nobody else ever knows it."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from outreach import audit
from outreach.accounts.actor import Actor, Role
from outreach.accounts.set_password import set_password
from outreach.accounts.store import UserInfo, get_actor, get_user
from outreach.accounts.tables import Invitation
from outreach.blobs import sha256_of
from outreach.errors import NotFound, Refused

LASTS = timedelta(days=7)


def invite(session: Session, *, name: str, actor: Actor, now: datetime) -> str:
    """Make the secret of a link for `name`; an earlier one stops working. The password that holds goes on to hold.

    Raises:
        NotAllowed: the actor is not an admin.
        NotFound: there is no such user.
        Refused: the user is disabled.
    """
    actor.require(Role.ADMIN)
    if get_user(session, name).disabled:
        raise Refused(f"User {name!r} is disabled: enable them first.")
    session.exec(delete(Invitation).where(col(Invitation.user_name) == name))
    secret = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            token_sha256=sha256_of(secret.encode()),
            user_name=name,
            invited_by=actor.name,
            invited_at=now,
            expires_at=now + LASTS,
        )
    )
    session.flush()
    audit.record(session, actor=actor, action="user.invited", subject=f"user:{name}", now=now)
    return secret


def get_invited(session: Session, secret: str, *, now: datetime) -> UserInfo:
    """The user whom a link invites; raises NotFound when it was used, is too old or never was."""
    row = session.get(Invitation, sha256_of(secret.encode()))
    user = get_user(session, row.user_name) if row is not None and row.expires_at > now else None
    if user is None or user.disabled:
        raise NotFound("This invitation was used already or is too old: ask an administrator for a new one.")
    return user


def accept_invitation(session: Session, *, secret: str, password: str, now: datetime) -> UserInfo:
    """Set the password of whom the link invites, and use the link up.

    Raises:
        NotFound: as `get_invited`.
        BadInput: the password is too short.
    """
    user = get_invited(session, secret, now=now)
    set_password(session, actor=get_actor(session, user.name), name=user.name, password=password, now=now)
    session.exec(delete(Invitation).where(col(Invitation.user_name) == user.name))
    return get_user(session, user.name)
