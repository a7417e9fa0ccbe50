"""The phrases of the templates: placeholders, plural forms, and where each stands in its file."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from outreach.petition.document import KeyPath

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""CLDR's plural categories (UTS 35 part 3, Language Plural Rules)."""
FIXED_PARTS = frozenset({"schema", "language", "provenance", "review", "signed_wording"})
"""Parts of a text file that say something about it; everything else is phrases."""
FORMAL = "formal"
"""The section with petition texts of formal routes: each language has those that its routes take."""
PLACEHOLDER = re.compile(r"\{\{ ?([a-z][a-z0-9_]*) ?\}\}")
LEFT_OVER = re.compile(r"\{[{%#]|[}%#]\}")


def placeholders(phrase: str) -> frozenset[str]:
    """The names in `{{ name }}`."""
    return frozenset(PLACEHOLDER.findall(phrase))


def find_syntax_error(phrase: str) -> str | None:
    """What a template would read in this phrase that is not a plain `{{ name }}`, if anything."""
    found = LEFT_OVER.search(PLACEHOLDER.sub("", phrase))
    return None if found is None else found.group()


def is_plural(value: object) -> bool:
    """Whether a value is a phrase that depends on a number: a mapping by plural category."""
    return isinstance(value, Mapping) and bool(value) and PLURALS.issuperset(value)


def phrases_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of a text file that hold phrases."""
    return {key: value for key, value in data.items() if key not in FIXED_PARTS}


def leaves(value: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every single phrase (each plural form too) with its place."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*at, number))
    else:
        yield at, value
