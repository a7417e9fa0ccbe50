"""Mail addresses in free text, and the few that never are a recipient."""

import re
from collections.abc import Iterator

_LOCAL = r"[\w!#$%&'*+/=?^`{|}~.-]"
ADDRESS = re.compile(
    rf"(?<!{_LOCAL[:-1]}])({_LOCAL}{{1,120}}|\"[^\"\s@]{{1,64}}\")@([\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,8}})"
)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,1000}"(?!@)')
_IN_BRACKETS = re.compile(r"<([^<>]{1,400})>")
_MACHINE = re.compile(
    r"^(?:mailer[-_.]?daemon|post[-_.]?master|mail[-_.]?(?:delivery|system|administrator)|double-bounce|"
    r"bounces?|no-?reply|do-?not-?reply|null|nobody)(?:[+=_-].*)?$",
    re.I,
)


def find_addresses(text: str) -> Iterator[str]:
    """Addresses in order of appearance, without the marks that stand around them."""
    for match in ADDRESS.finditer(text):
        local, domain = match[1].lstrip("'`/=.{|*-"), match[2].rstrip("-_")
        local = re.split(r"(?i)(?:mailto|smtp|rfc822)[:=]", local)[-1] or local
        if (local and "." in domain) or domain.lower() == "localhost":
            yield f"{local}@{domain}"


def first_address(text: str) -> str:
    """The first address, or an empty text."""
    return next(find_addresses(text), "")


def author_address(value: str) -> str:
    """The address of a From field: the one in its angle brackets, whatever the name before them contains.

    `value` is the field as it came: what stands in a quoted name or an encoded word is no address (RFC 5322 §3.4).
    Without brackets the first address; empty when there is none.
    """
    bare = _QUOTED.sub(" ", value)
    inside = (first_address(match[1]) for match in _IN_BRACKETS.finditer(bare))
    return next(filter(None, inside), "") or first_address(value)


def is_machine(address: str) -> bool:
    """Whether the local part is one that only programs use."""
    return bool(_MACHINE.match(address.partition("@")[0]))


def same(one: str, other: str) -> bool:
    """Compared as almost every server compares: without case."""
    return one.lower() == other.lower()
