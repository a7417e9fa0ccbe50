"""Addresses at the border: what may stand in an envelope and in a header."""

import re

from outreach.errors import BadInput

LIMIT = 254
"""Octets of a whole address (RFC 5321 §4.5.3.1.3)."""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*", re.ASCII)
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+", re.ASCII)


def ascii_address(address: str) -> str:
    """The address as SMTP carries it: the domain in its ASCII form (IDNA), nothing quoted, no comments.

    Raises:
        BadInput: it is no plain `local@domain`, or its local part needs SMTPUTF8, which we do not use.
    """
    local, at, domain = address.rpartition("@")
    try:
        encoded = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError as error:
        raise BadInput(f"The domain of {address!r} is no valid domain name.") from error
    plain = f"{local}@{encoded}"
    if at and not local.isascii() and _LOCAL.fullmatch("".join(c for c in local if c.isascii()) or "x"):
        raise BadInput(
            f"{address!r} needs SMTPUTF8 (RFC 6531), which servers on the way may lack and we do not use: "
            "ask the office for an address in ASCII letters, or choose another channel."
        )
    if not at or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(encoded) or len(plain) > LIMIT:
        raise BadInput(f"{address!r} is not a plain e-mail address such as office@example.org.")
    if len(local) > 64:
        raise BadInput(f"The part before @ of {address!r} is longer than 64 characters.")
    return plain


def domain_of(address: str) -> str:
    """The lower-case domain of an address."""
    return address.rpartition("@")[2].lower()
