"""Passwords: argon2id (RFC 9106) through argon2-cffi. Pure but for the salt."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from outreach.errors import BadInput

SHORTEST = 12
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The encoded argon2id hash. Raises BadInput when the password is shorter than 12 characters."""
    if len(password) < SHORTEST:
        raise BadInput(f"A password has at least {SHORTEST} characters; a sentence is a good one.")
    return _hasher.hash(password)


def password_matches(encoded: str | None, password: str) -> bool:
    """Whether it matches. Takes as long for a user who does not exist, so that names cannot be probed."""
    try:
        return _hasher.verify(encoded or _NOBODY, password) and encoded is not None
    except (VerificationError, InvalidHashError):
        return False
