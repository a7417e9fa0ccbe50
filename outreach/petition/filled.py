"""Whether the templates fill in what the phrases ask for, in every language."""

from collections.abc import Iterator, Mapping

from outreach.errors import Problem
from outreach.petition.document import Document, KeyPath
from outreach.petition.languages import REFERENCE
from outreach.petition.phrases import FORMAL, is_plural, leaves, phrases_of, placeholders
from outreach.petition.problems import braces, problem_at
from outreach.petition.uses import Use, Uses

AS_IT_IS = frozenset({"petition", "asks", FORMAL})
"""Sections that are printed as they stand: nothing is filled in."""


def check_filled(document: Document, uses: Uses) -> Iterator[Problem]:
    """Each placeholder that some place where its phrase is said does not fill in."""
    for path, phrase in leaves(phrases_of(document.data)):
        wanted = placeholders(phrase) if isinstance(phrase, str) else frozenset()
        if wanted and path[0] in AS_IT_IS:
            yield problem_at(document, path, f"has {braces(wanted)}, but nothing is filled in here: remove it")
            continue
        for use in uses.of(_key(path)) if wanted else ():
            if wanted - use.names:
                yield problem_at(document, path, _sentence(wanted - use.names, use))
                break


def check_spoken(reference: Document, uses: Uses) -> Iterator[Problem]:
    """Each phrase that a template says and the reference text has not."""
    if reference.path.stem != REFERENCE:
        return
    for use in uses.found:
        if use.line is not None and not _has(reference.data, use.key):
            message = (
                f"The phrase `{use.key}` is said here, but {reference.path.name} has none: add or correct it."
            )
            yield Problem(message, use.file, use.line)


def _sentence(unknown: frozenset[str], use: Use) -> str:
    place = f"{use.file.name}, line {use.line}," if use.line else "the program"
    given = f"{place} fills in only {braces(use.names)}" if use.names else f"{place} fills in nothing"
    return f"has {braces(unknown)}, which has no value: {given}"


def _key(path: KeyPath) -> str:
    """The dotted key by which templates say it: without plural form and place in a list."""
    parts = [part for part in path if isinstance(part, str)]
    if isinstance(path[-1], str) and is_plural({path[-1]: ""}):
        parts.pop()
    return ".".join(parts)


def _has(data: Mapping[str, object], key: str) -> bool:
    found: object = data
    for part in key.removesuffix(".").split("."):
        if not isinstance(found, Mapping) or part not in found:
            return False
        found = found[part]
    return True
