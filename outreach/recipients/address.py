"""What a contact's value must look like. Whether it is the right one, only a person finds out."""

import re
from unicodedata import category
from urllib.parse import urlsplit

from outreach.recipients.status import Channel

LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
MAX_ADDRESS = 254
"""Octets of an address (RFC 5321 §4.5.3.1.3, less the angle brackets)."""
MAX_LOCAL_PART = 64


def fault_of(channel: Channel, value: str) -> str | None:
    """What is wrong with a value that is not empty, as a sentence; None when nothing is."""
    if channel is Channel.EMAIL:
        return _fault_of_address(value)
    if channel is Channel.WEB_FORM:
        return _fault_of_url(value)
    lines = value.split("\n") if channel is Channel.POST else [value]
    if not all(line.strip() for line in lines) or any(
        category(letter) == "Cc" for line in lines for letter in line
    ):
        return "a line of the postal address is empty or has a control character."
    return None


def _fault_of_address(value: str) -> str | None:
    local, _, domain = value.rpartition("@")
    well = LOCAL_PART.fullmatch(local) and DOMAIN.fullmatch(domain)
    if well and len(local) <= MAX_LOCAL_PART and len(value) <= MAX_ADDRESS:
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
