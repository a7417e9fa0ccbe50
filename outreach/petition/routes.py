"""The formal ways of petitioning that governments and parliaments have, as facts with sources: `routes.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints, TypeAdapter, ValidationError

from outreach.errors import Problem
from outreach.petition.document import Document, read_document
from outreach.petition.languages import LANGUAGES
from outreach.petition.problems import bad_input, problem_at, problems_of
from outreach.petition.shapes import STRICT, Day, Several, Slug, Truth, Words

ROUTES_FILE = "routes.yaml"


class Admits(StrEnum):
    """What of ours a route takes."""

    LETTER = "letter"
    """The letter of the round: it is written, with the sender's name and address."""
    TEXT = "text"
    """A petition text of its own, within the route's limits, from the text files."""
    NOTHING = "nothing"
    """Nothing that can be made here: a person begins it by the route's own rules."""


class Need(StrEnum):
    """What keeps a route from being gone without a person."""

    MEMBER = "member"
    """A member of that parliament presents or authorises it."""
    HANDWRITING = "handwriting"
    """It is signed by hand."""
    CITIZENS = "citizens"
    """Only citizens of the country may petition this way."""
    RESIDENTS = "residents"
    """Only citizens or residents may petition this way."""
    SITE = "site"
    """It is entered on the body's own site."""
    COLLECTION = "collection"
    """It needs signatures gathered under its own rules: those of the campaign do not count."""


@dataclass(frozen=True, slots=True)
class TextLimits:
    """What a petition text must keep to. `words` is the most, None where no source names a limit."""

    __pydantic_config__ = STRICT
    languages: Annotated[tuple[Literal[LANGUAGES], ...], Several]  # type: ignore[valid-type]  # LANGUAGES is a constant
    words: Annotated[int, Strict(), Field(ge=1)] | None
    links: Truth
    attachments: Truth | None


@dataclass(frozen=True, slots=True)
class Route:
    """One formal way. It concerns the offices named by key, role or branch; empty facts are not known.

    `needs` say why a person has to go it, `steps` what that person does.
    """

    __pydantic_config__ = STRICT
    id: Slug
    government: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
    body: Words
    admits: Admits
    needs: tuple[Need, ...]
    steps: Annotated[tuple[Words, ...], Several]
    outside_signatures: Words
    basis: Words
    confidence: Literal["high", "medium", "low"]
    offices: tuple[Slug, ...] = ()
    roles: tuple[Words, ...] = ()
    branches: tuple[Words, ...] = ()
    text: TextLimits | None = None
    legal_basis: str = ""
    way: str = ""
    who: str = ""
    addressed_to: str = ""
    form: str = ""
    language: str = ""
    signatures: str = ""
    thresholds: str = ""
    answer: str = ""
    source: str = ""

    def concerns(self, *, government: str, key: str, role: str, branch: str) -> bool:
        """Whether this is a way to the office."""
        of_office = key in self.offices or role in self.roles or branch in self.branches
        return government == self.government and of_office


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = STRICT
    schema: Literal["outreach-routes/1"]
    facts_as_of: Day
    routes: tuple[Route, ...]


_adapter = TypeAdapter(_File)


def load_routes(directory: Path) -> tuple[Route, ...]:
    """The routes of a campaign's folder, in the file's order; read again when the file was edited.

    Raises:
        BadInput: the file is missing or wrong, with every problem's file and line.
    """
    path = directory / ROUTES_FILE
    try:
        edited = path.stat().st_mtime_ns
    except OSError:
        edited = 0  # reading it says what is wrong
    return _load(path, edited)


@lru_cache(maxsize=8)
def _load(path: Path, edited: int) -> tuple[Route, ...]:
    document = read_document(path)
    problems = check_routes(document)
    if problems:
        raise bad_input(problems)
    return routes_from(document)


def routes_from(document: Document) -> tuple[Route, ...]:
    """The routes that a file describes; raises pydantic.ValidationError."""
    return _adapter.validate_python(document.data).routes


def check_routes(document: Document) -> list[Problem]:
    """What is wrong with the file by itself."""
    try:
        routes = routes_from(document)
    except ValidationError as error:
        return problems_of(error, document)
    problems = []
    for number, route in enumerate(routes):
        at = ("routes", number)
        if route.id in [earlier.id for earlier in routes[:number]]:
            problems.append(problem_at(document, (*at, "id"), f"stands here twice: {route.id}"))
        if not (route.offices or route.roles or route.branches):
            problems.append(problem_at(document, at, "concerns no office: give offices, roles or branches"))
        if (route.text is None) == (route.admits is Admits.TEXT):
            problems.append(
                problem_at(document, (*at, "admits"), "must be text exactly when the route has `text` limits")
            )
        if not route.source and "cited source" in route.basis:
            problems.append(problem_at(document, (*at, "basis"), "cites a source: give `source`"))
    return problems


def routes_to(routes: Sequence[Route], *, government: str, key: str, role: str, branch: str) -> tuple[Route, ...]:
    """The formal ways to one office."""
    return tuple(one for one in routes if one.concerns(government=government, key=key, role=role, branch=branch))
