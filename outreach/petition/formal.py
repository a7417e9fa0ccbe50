"""A petition's text for one formal route: short, ours, within the route's limits, and never the signed wording.

It stands in a text file under `formal`, by the route's id, in the languages that the route takes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outreach.errors import Problem
from outreach.petition.document import Document
from outreach.petition.phrases import FORMAL, leaves
from outreach.petition.problems import problem_at
from outreach.petition.routes import Route, TextLimits
from outreach.petition.values import Text
from outreach.petition.words import count_words, find_link


@dataclass(frozen=True, slots=True)
class FormalText:
    """A text for a route in one language. `label` says that nobody signed it; `words` is counted strictly."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    label: str
    is_reviewed: bool

    @property
    def whole(self) -> str:
        """Title and paragraphs, as they are entered or printed."""
        return "\n\n".join((self.title, *self.paragraphs))

    @property
    def words(self) -> int:
        return count_words(self.whole)


def formal_texts(route: Route, texts: Mapping[str, Text]) -> list[FormalText]:
    """The texts for a route in the languages that it takes; of an old version, those that it has."""
    languages = route.text.languages if route.text else ()
    found = [(texts[tag], texts[tag].body.get(FORMAL, {}).get(route.id)) for tag in languages if tag in texts]
    return [
        FormalText(
            text.language,
            str(given["title"]),
            tuple(map(str, given["text"])),
            text.petition.summary_label,
            text.is_reviewed,
        )
        for text, given in found
        if given is not None
    ]


def check_formal(document: Document, routes: Sequence[Route]) -> Iterator[Problem]:
    """What a text file lacks, has too much, or has too long for the routes that take its language."""
    language, given = document.path.stem, document.data.get(FORMAL, {})
    if not isinstance(given, dict):
        yield problem_at(document, (FORMAL,), "must be a group of texts by the ids of routes")
        return
    wanted = {one.id: one.text for one in routes if one.text and language in one.text.languages}
    for name in wanted.keys() - given.keys():
        yield problem_at(document, (FORMAL, name), f"is missing: this route takes a text in {language}")
    for name, value in given.items():
        if name not in wanted:
            yield problem_at(document, (FORMAL, name), f"is no route that takes a text in {language}: remove it")
        elif not _is_text(value):
            yield problem_at(document, (FORMAL, name), "must have a `title` and a `text` (a list of paragraphs)")
        else:
            yield from _over(document, name, value, wanted[name])


def _over(document: Document, name: str, value: Mapping[str, Any], limits: TextLimits) -> Iterator[Problem]:
    words = count_words("\n".join(str(phrase) for _, phrase in leaves(value)))
    if limits.words is not None and words > limits.words:
        message = f"has {words} words, strictly counted; the route takes {limits.words} at most: shorten it"
        yield problem_at(document, (FORMAL, name, "text"), message)
    for path, phrase in () if limits.links else leaves(value):
        if link := find_link(str(phrase)):
            yield problem_at(document, (FORMAL, name, *path), f"has the link {link!r}; the route takes none")


def _is_text(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"title", "text"}:
        return False
    paragraphs = value["text"]
    whole = isinstance(paragraphs, list) and bool(paragraphs)
    return whole and all(isinstance(one, str) and one.strip() for one in (value["title"], *paragraphs))
