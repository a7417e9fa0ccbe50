"""What a contact's value must look like. Whether it is the right one, only a person finds out."""

import re
from unicodedata import category, normalize
from urllib.parse import urlsplit

import idna

from outreach.recipients.status import Channel

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
DOMAIN = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])"
)
MAX_ADDRESS = 254
"""Octets of an address (RFC 5321 §4.5.3.1.3, less the angle brackets)."""
MAX_LOCAL_PART = 64
"""Octets before the @ (RFC 5321 §4.5.3.1.1)."""


def tidied(channel: Channel, value: str) -> str:
    """The value as it is kept: no spaces around its lines; an address in composed form (NFC, RFC 6532 §3.1)."""
    value = "\n".join(line.strip() for line in value.strip().split("\n"))
    return normalize("NFC", value) if channel is Channel.EMAIL else value


def fault_of(channel: Channel, value: str) -> str | None:
    """What is wrong with a value that is not empty, as a sentence; None when nothing is."""
    if channel is Channel.EMAIL:
        return _fault_of_address(normalize("NFC", value))
    if channel is Channel.WEB_FORM:
        return _fault_of_url(value)
    lines = value.split("\n") if channel is Channel.POST else [value]
    if not all(line.strip() for line in lines) or any(
        category(letter) == "Cc" for line in lines for letter in line
    ):
        return "a line of the postal address is empty or has a control character."
    return None


def is_local_part(text: str) -> bool:
    """Whether this may stand before the @, unquoted: ASCII as in RFC 5322 §3.2.3, and letters, marks and digits of
    any script (RFC 6531 §3.3). Nothing that is invisible, turns the direction of text, or is a symbol."""
    plain = "".join("x" if not c.isascii() and category(c)[0] in "LMN" else c for c in text)
    begins_well = not any(category(atom[0])[0] == "M" for atom in text.split(".") if atom)
    return LOCAL_PART.fullmatch(plain) is not None and begins_well and len(text.encode()) <= MAX_LOCAL_PART


def ascii_domain(domain: str) -> str | None:
    """The domain in letters of ASCII (IDNA 2008, RFC 5891, with the mappings of UTS 46); None when it has no such
    form. One that is ASCII already is given back as it is."""
    try:
        return domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:
        return None


def _fault_of_address(value: str) -> str | None:
    local, _, domain = value.rpartition("@")
    well = is_local_part(local) and DOMAIN.fullmatch(ascii_domain(domain) or "")
    if well and len(value.encode()) <= MAX_ADDRESS:
        return None
    return f"{value!r} is not an e-mail address: it must be one plain address, as office@parliament.example."


def _fault_of_url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    named = DOMAIN.fullmatch(parts.hostname or "") is not None
    if parts.scheme in {"http", "https"} and named and value.isprintable() and " " not in value:
        return None
    return f"{value!r} is not a web address: it must begin with https:// and name a host."
