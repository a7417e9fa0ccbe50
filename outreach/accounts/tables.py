"""Rows of users."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from outreach.accounts.actor import Role
from outreach.db import UtcDateTime, enum_column, json_column


class User(SQLModel, table=True):
    """A person who signs in. `languages` are the BCP 47 tags that they read.

    `totp_pending` is a secret that is being set up, and replaces `totp_secret` when a code of it was given;
    `totp_last_step` is the time step of the last code that was used (RFC 6238 §5.2: a code opens only once).
    """

    __tablename__ = "accounts_users"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=64)
    full_name: str = Field(max_length=200)
    languages: list[Any] = Field(sa_column=json_column())
    password_hash: str | None = None
    totp_secret: str | None = None
    totp_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    totp_pending: str | None = None
    totp_last_step: int | None = None
    added_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class UserGrant(SQLModel, table=True):
    """A role of a user with its scope: one campaign, or all; a list of governments' codes, or all."""

    __tablename__ = "accounts_grants"

    id: int | None = Field(default=None, primary_key=True)
    user_name: str = Field(foreign_key="accounts_users.name", index=True)
    role: Role = Field(sa_column=enum_column(Role))
    campaign_id: int | None = Field(default=None, foreign_key="petition_campaigns.id")
    governments: list[Any] | None = Field(default=None, sa_column=json_column(nullable=True))


class Invitation(SQLModel, table=True):
    """A link with which somebody sets their first password, or a new one. Only the hash of its secret is kept."""

    __tablename__ = "accounts_invitations"

    token_sha256: str = Field(primary_key=True, max_length=64)
    user_name: str = Field(foreign_key="accounts_users.name", index=True)
    invited_by: str
    invited_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """A browser that is signed in. Only the hash of its secret is kept; `csrf` is the secret of its forms."""

    __tablename__ = "accounts_sign_ins"

    token_sha256: str = Field(primary_key=True, max_length=64)
    user_name: str = Field(foreign_key="accounts_users.name", index=True)
    csrf: str = Field(max_length=64)
    signed_in_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    second_factor: bool


class SignInTry(SQLModel, table=True):
    """One try to sign in, good or bad: the history a user sees, and what the rate limit counts."""

    __tablename__ = "accounts_sign_in_tries"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=64, index=True)
    address: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    good: bool


class RecoveryCode(SQLModel, table=True):
    """A single-use code in place of the second factor; only its hash is kept."""

    __tablename__ = "accounts_recovery_codes"

    id: int | None = Field(default=None, primary_key=True)
    user_name: str = Field(foreign_key="accounts_users.name", index=True)
    code_sha256: str = Field(max_length=64)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
