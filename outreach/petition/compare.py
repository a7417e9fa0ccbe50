"""What one language has too little, too much or differently, measured against the reference language."""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from outreach.errors import Problem
from outreach.petition.document import Document, KeyPath
from outreach.petition.languages import plural_categories
from outreach.petition.phrases import FORMAL, is_plural, leaves, phrases_of, placeholders
from outreach.petition.problems import braces, problem_at

FACTS = frozenset({("evidence", "when"), ("evidence", "source")})
"""Fields that are facts, not words: the same in every language."""


def compare(reference: Document, other: Document) -> list[Problem]:
    """Every difference in keys, list items, plural categories, placeholders and facts, in the file's order."""
    comparison = _Comparison(other, plural_categories(other.path.stem))
    comparison.mapping((), _compared(reference), _compared(other))
    return comparison.problems


def _compared(document: Document) -> dict[str, Any]:
    """The phrases that every language has; texts of formal routes are each language's own."""
    return {key: value for key, value in phrases_of(document.data).items() if key != FORMAL}


@dataclass(slots=True)
class _Comparison:
    document: Document
    categories: frozenset[str]
    problems: list[Problem] = field(default_factory=list)

    def mapping(self, at: KeyPath, reference: dict[str, Any], other: dict[str, Any]) -> None:
        for key, expected in reference.items():
            if key in other:
                self.value((*at, key), expected, other[key])
            else:
                self._missing((*at, key), expected)
        for key in other.keys() - reference.keys():
            self._add((*at, key), "is not in the reference text: remove it or correct its name")

    def value(self, at: KeyPath, reference: Any, other: Any) -> None:
        if is_plural(reference):
            self._plural(at, reference, other)
        elif isinstance(reference, dict):
            self._same_kind(at, reference, other, dict, "must be a group of `key: value` lines", self.mapping)
        elif isinstance(reference, list):
            self._same_kind(at, reference, other, list, "must be a list", self._list)
        elif isinstance(other, dict | list):
            self._add(at, "must be one phrase, as in the reference text")
        else:
            self._phrase(at, reference, other)

    def _same_kind(self, at: KeyPath, reference: Any, other: Any, kind: type, message: str, go_on: Any) -> None:
        if isinstance(other, kind):
            go_on(at, reference, other)
        else:
            self._add(at, message)

    def _list(self, at: KeyPath, reference: list[Any], other: list[Any]) -> None:
        if all(isinstance(item, dict) and "id" in item for item in reference):
            self._list_by_id(at, reference, other)
            return
        if len(reference) != len(other):
            self._add(at, f"has {len(other)} entries where the reference text has {len(reference)}")
        for number, (expected, found) in enumerate(zip(reference, other, strict=False)):
            self.value((*at, number), expected, found)

    def _list_by_id(self, at: KeyPath, reference: list[Any], other: list[Any]) -> None:
        wanted = [item["id"] for item in reference]
        found = [item.get("id") if isinstance(item, dict) else None for item in other]
        if found != wanted:
            self._add(at, f"must have the ids {', '.join(wanted)}, each once and in this order")
        by_id = {item["id"]: item for item in reference}
        for number, (identifier, item) in enumerate(zip(found, other, strict=True)):
            if identifier in by_id:
                self.mapping((*at, number), by_id[identifier], item)

    def _plural(self, at: KeyPath, reference: dict[str, Any], other: Any) -> None:
        if not isinstance(other, dict):
            self._add(at, f"depends on a number: give the forms {', '.join(sorted(self.categories))}")
            return
        for category in sorted(self.categories - other.keys()):
            self._add((*at, category), "is missing: the language has this plural form")
        for category in sorted(other.keys() - self.categories):
            self._add((*at, category), "is not a plural form of this language: remove it")
        expected = reference.get("other")
        for category in sorted(self.categories & other.keys()):
            self._phrase((*at, category), expected, other[category], may_omit=category != "other")

    def _phrase(self, at: KeyPath, reference: Any, other: Any, *, may_omit: bool = False) -> None:
        if not isinstance(reference, str) or not isinstance(other, str):
            return  # what is not text is reported where each file is checked by itself
        if (at[-3:-2] + at[-1:]) in FACTS and reference != other:
            self._add(at, f"must be {reference!r} as in the reference text: it is a fact")
        wanted, found = placeholders(reference), placeholders(other)
        lost: Set[str] = frozenset() if may_omit else wanted - found
        if lost:
            self._add(at, f"lacks {braces(lost)}")
        if found - wanted:
            self._add(at, f"has {braces(found - wanted)}, which the reference text has not")

    def _missing(self, at: KeyPath, expected: Any) -> None:
        count = 1 if is_plural(expected) else sum(1 for _ in leaves(expected))
        self._add(at, "is missing" if count == 1 else f"is missing, with the {count} phrases in it")

    def _add(self, at: KeyPath, message: str) -> None:
        self.problems.append(problem_at(self.document, at, message))
