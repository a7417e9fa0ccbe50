"""Addresses at the border: what may stand in an envelope and in a header."""

import re
from unicodedata import normalize

import idna

from outreach.errors import BadInput
from outreach.recipients.address import MAX_ADDRESS, MAX_LOCAL_PART, ascii_domain, is_local_part

_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+", re.ASCII)


def carried_address(address: str) -> str:
    """The address as SMTP carries it: nothing quoted, no comments, in composed form (NFC).

    Where the local part is ASCII the domain is too (IDNA), so that any server takes it. Otherwise the whole
    address is in its own script, and only servers with SMTPUTF8 (RFC 6531) take it: `needs_smtputf8`.

    Raises:
        BadInput: it is no plain `local@domain`.
    """
    local, at, domain = normalize("NFC", address).rpartition("@")
    encoded = ascii_domain(domain)
    if encoded is None:
        raise BadInput(f"The domain of {address!r} is no valid domain name.")
    if len(local.encode("utf-8", "replace")) > MAX_LOCAL_PART:
        raise BadInput(f"The part before @ of {address!r} is longer than {MAX_LOCAL_PART} octets.")
    carried = f"{local}@{encoded if local.isascii() else _own_script(encoded)}"
    if not at or not is_local_part(local) or not _DOMAIN.fullmatch(encoded) or len(carried.encode()) > MAX_ADDRESS:
        raise BadInput(f"{address!r} is not a plain e-mail address such as office@example.org.")
    return carried


def ascii_address(address: str) -> str:
    """The address as any server carries it. Raises BadInput as `carried_address`, or when it needs SMTPUTF8."""
    carried = carried_address(address)
    if needs_smtputf8(carried):
        raise BadInput(
            f"{address!r} needs SMTPUTF8 (RFC 6531), which servers on the way may lack: here only ASCII letters "
            "may stand before the @."
        )
    return carried


def needs_smtputf8(carried: str) -> bool:
    """Whether only servers that offer SMTPUTF8 can carry this carried address."""
    return not carried.isascii()


def domain_of(address: str) -> str:
    """The domain of an address in its ASCII form, in lower case; as written where it has none."""
    domain = address.rpartition("@")[2].lower()
    return ascii_domain(domain) or domain


def _own_script(encoded: str) -> str:
    """A domain's labels as people read them."""
    try:
        return idna.decode(encoded)
    except UnicodeError:
        return encoded
