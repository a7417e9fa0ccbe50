"""Find everything that is wrong with a campaign's files, in every language at once."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from outreach.errors import Problem
from outreach.petition.compare import compare
from outreach.petition.document import Document
from outreach.petition.filled import check_filled, check_spoken
from outreach.petition.formal import check_formal
from outreach.petition.languages import LANGUAGES, REFERENCE, plural_categories
from outreach.petition.load import campaign_from, check_campaign, check_text, text_from
from outreach.petition.phrases import find_syntax_error, is_plural, leaves, phrases_of
from outreach.petition.problems import problem_at
from outreach.petition.routes import check_routes, routes_from
from outreach.petition.sources import Sources, read_sources
from outreach.petition.status import ReviewState
from outreach.petition.uses import read_uses
from outreach.petition.values import Text

UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ufffd]")
"""Control characters, and the marks that override direction: none belongs in a phrase."""


def check(directory: Path) -> list[Problem]:
    """Every problem of `campaign.yaml`, `routes.yaml`, texts and the templates' phrases, with file and line."""
    return check_sources(read_sources(directory))


def check_sources(sources: Sources) -> list[Problem]:
    """As `check`, for files that were read already."""
    uses = read_uses(sources.directory)
    problems = [*sources.problems, *uses.problems, *_missing_languages(sources)]
    if sources.campaign is not None:
        problems += check_campaign(sources.campaign) or _check_campaign_languages(sources.campaign)
    problems += _check_routes(sources)
    reference = sources.texts.get(REFERENCE)
    if reference is not None:
        problems += check_spoken(reference, uses)
    for language, document in sources.texts.items():
        if language in LANGUAGES:
            problems += _each_once([*_check_text(document, reference), *check_filled(document, uses)])
        else:
            problems += check_text(document)
    return sorted(problems, key=lambda problem: (str(problem.file), problem.line or 0))


def _check_text(document: Document, reference: Document | None) -> Iterator[Problem]:
    yield from check_text(document) or _check_claims(document)
    yield from _check_phrases(document)
    if reference is not None and document is not reference:
        yield from compare(reference, document)


def _check_routes(sources: Sources) -> Iterator[Problem]:
    """The routes by themselves, then the texts that they take."""
    if sources.routes is None:
        return
    problems = check_routes(sources.routes)
    yield from problems
    if not problems:
        for document in sources.texts.values():
            yield from check_formal(document, routes_from(sources.routes))


def _missing_languages(sources: Sources) -> Iterator[Problem]:
    unreadable = {problem.file for problem in sources.problems}
    for language in LANGUAGES:
        path = sources.text_path(language)
        if language not in sources.texts and path not in unreadable:
            yield Problem(f"The text in the language {language} is missing: add this file.", path)


def _check_campaign_languages(document: Document) -> Iterator[Problem]:
    campaign = campaign_from(document.data)
    titles = [(("signatories", n, "title"), person.title) for n, person in enumerate(campaign.signatories)]
    for path, by_language in [*titles, (("privacy_notice",), campaign.privacy_notice)]:
        lacking = [language for language in LANGUAGES if language not in by_language]
        unknown = sorted(by_language.keys() - set(LANGUAGES))
        if lacking:
            yield problem_at(document, path, f"lacks the languages {', '.join(lacking)}")
        if unknown:
            yield problem_at(document, path, f"has unknown languages: {', '.join(unknown)}")


def _check_claims(document: Document) -> Iterator[Problem]:
    """What a text says of its own review and of the wording that people signed."""
    try:
        text = text_from(document.data)
    except ValidationError:
        return
    yield from _check_review(document, text)
    wording = text.signed_wording
    if wording.text and not wording.source:
        yield problem_at(document, ("signed_wording", "source"), "is empty: say where the signed wording is from")


def _check_review(document: Document, text: Text) -> Iterator[Problem]:
    named = (text.review.reader, text.review.reviewed_on)
    if text.review.state is ReviewState.REVIEWED and None in named:
        yield problem_at(document, ("review",), "says reviewed: name the native reader and the day (reviewed_on)")
    if text.review.state is ReviewState.DRAFT and named != (None, None):
        yield problem_at(document, ("review",), "says draft, so reader and reviewed_on must be null")


def _check_phrases(document: Document) -> Iterator[Problem]:
    """What is wrong with single phrases, whatever the other languages have."""
    for path, phrase in leaves(phrases_of(document.data)):
        if not isinstance(phrase, str):
            yield problem_at(document, path, "must be text: put it in quotes")
        elif not phrase.strip():
            yield problem_at(document, path, "is empty: fill it in")
        elif UNPRINTABLE.search(phrase):
            yield problem_at(document, path, "has a control character: type the phrase again")
        elif (found := find_syntax_error(phrase)) is not None:
            yield problem_at(document, path, f"has {found!r}: only {{{{ name }}}} may stand in a phrase")
    if document.path.stem == REFERENCE:
        yield from _check_plurals(document, phrases_of(document.data), ())


def _check_plurals(document: Document, value: object, at: tuple[str | int, ...]) -> Iterator[Problem]:
    """The reference's own plural forms; the other languages' are compared with it."""
    if is_plural(value):
        assert isinstance(value, dict)
        for category in sorted(plural_categories(REFERENCE) ^ value.keys()):
            yield problem_at(document, (*at, category), "is not as the language needs it: give one and other")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _check_plurals(document, item, (*at, key))


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """The shape of the fixed parts and the comparison may find the same place: the first sentence stays."""
    places: dict[str, Problem] = {}
    for problem in problems:
        places.setdefault(problem.message.split("` ")[0], problem)
    return list(places.values())
