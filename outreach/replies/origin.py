"""Who says that the mail is from whom: what our own server noted (RFC 8601), and DKIM signatures (RFC 6376)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from outreach.replies.parse import Part

MAX_SIGNATURES = 3
_MAX_RESULTS, _MAX_HEADER = 10, 4_000
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_SERVER = re.compile(r"\s*([\w.-]{1,253})(?:\s+\d{1,3})?\s*")
_RESULT = re.compile(r"\s*([\w-]{1,40})(?:\s*/\s*\d{1,3})?\s*=\s*([\w-]{1,40})(.*)", re.S)
_PROPERTY = re.compile(r"\b((?:smtp|header|body|policy)\.[\w-]{1,40})\s*=\s*\"?([^\s;\"]{1,253})", re.I)
_TAG = re.compile(r"(?:^|;)\s*(a|d|s|l)\s*=\s*([\w.-]{1,253})\s*(?=;|$)")


class Verdict(StrEnum):
    """What checking a signature gave."""

    NOT_CHECKED = "not_checked"
    """Nobody looked: the sandbox asks no name server, it took too much time, or is of a kind we cannot check."""
    NO_KEY = "no_key"
    """Its key could not be fetched, or is gone since."""
    VALID = "valid"
    """The domain signed these very words."""
    PARTLY = "partly"
    """The domain signed only the beginning (the tag `l`): words may have been added."""
    INVALID = "invalid"
    """The mail was changed on its way, or is forged."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM signature. `is_partial`: it covers only the beginning of the body."""

    domain: str
    selector: str
    is_partial: bool = False
    algorithm: str = ""
    verdict: Verdict = Verdict.NOT_CHECKED

    @property
    def key_name(self) -> str:
        """Where its public key lies in DNS (RFC 6376 §3.6.2.1)."""
        return f"{self.selector}._domainkey.{self.domain}"

    def speaks_for(self, address: str) -> bool:
        """Whether it proves that this address's domain, or one above it, sent the mail."""
        domain = address.rpartition("@")[2].lower()
        is_above = domain == self.domain or domain.endswith(f".{self.domain}")
        return self.verdict is Verdict.VALID and "." in self.domain and is_above


@dataclass(frozen=True, slots=True)
class Origin:
    """`server` wrote the `results` ("spf=pass smtp.mailfrom=a@b.example"); only our own server's are kept."""

    server: str = ""
    results: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def told_by(self, server: str) -> "Origin":
        """Without what another server wrote: a sender can write such a line as well."""
        is_ours = bool(server) and self.server == server.lower()
        return self if is_ours else replace(self, server="", results=())


UNKNOWN = Origin()


def origin_of(part: Part) -> Origin:
    """The topmost Authentication-Results, and the first signatures; none of it is proved yet."""
    told = _COMMENT.sub(" ", part.get("authentication-results")[:_MAX_HEADER]).split(";")
    server = _SERVER.fullmatch(told[0])
    results = tuple(_results(told[1:])) if server else ()
    signatures = [_signature(value) for value in part.all("dkim-signature")[:MAX_SIGNATURES]]
    return Origin(server[1].lower() if server else "", results, tuple(s for s in signatures if s is not None))


def origin_from(plain: Mapping[str, Any]) -> Origin:
    """The inverse of `asdict`."""
    signatures = tuple(Signature(**{**s, "verdict": Verdict(s["verdict"])}) for s in plain["signatures"])
    return Origin(plain["server"], tuple(plain["results"]), signatures)


def _results(parts: list[str]) -> list[str]:
    found = [match for match in map(_RESULT.match, parts[:_MAX_RESULTS]) if match]
    return [
        " ".join([f"{m[1]}={m[2]}".lower(), *(f"{p[1].lower()}={p[2]}" for p in _PROPERTY.finditer(m[3]))])
        for m in found
    ]


def _signature(value: str) -> Signature | None:
    tags = {match[1]: match[2] for match in _TAG.finditer(value[:_MAX_HEADER])}
    if "d" not in tags or "s" not in tags:
        return None
    return Signature(tags["d"].lower(), tags["s"], "l" in tags, tags.get("a", "").lower())
