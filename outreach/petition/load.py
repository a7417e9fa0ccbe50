"""Read the campaign file and the text files into frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from outreach.errors import BadInput, Problem
from outreach.petition.document import Document, read_document
from outreach.petition.languages import LANGUAGES, REFERENCE
from outreach.petition.problems import bad_input, problem_at, problems_of
from outreach.petition.routes import ROUTES_FILE
from outreach.petition.shapes import Words
from outreach.petition.sources import CAMPAIGN_FILE, TEXTS_FOLDER, read_sources
from outreach.petition.values import CampaignFile, PetitionWords, Provenance, SignedWording, Text, TextReview


@dataclass(frozen=True, slots=True)
class _TextFile:
    """The parts of a text file whose shape is fixed; what else it holds are phrases of the templates."""

    __pydantic_config__ = ConfigDict(extra="ignore")
    schema: Literal["outreach-text/1"]
    language: str
    provenance: Provenance
    review: TextReview
    signed_wording: SignedWording
    petition: PetitionWords
    asks: Mapping[str, tuple[Words, ...]]


_campaign = TypeAdapter(CampaignFile)
_text = TypeAdapter(_TextFile)


def campaign_from(data: Mapping[str, Any]) -> CampaignFile:
    """The campaign that plain data describes; raises pydantic.ValidationError."""
    return _campaign.validate_python(data)


def text_from(data: Mapping[str, Any]) -> Text:
    """The text that plain data describes; raises pydantic.ValidationError."""
    file = _text.validate_python(data)
    return Text(
        language=file.language,
        provenance=file.provenance,
        review=file.review,
        signed_wording=file.signed_wording,
        petition=file.petition,
        asks=file.asks,
        body=data,
    )


def load_campaign(directory: Path) -> CampaignFile:
    """The campaign file of a folder.

    Raises:
        BadInput: it is missing, broken or incomplete, with every problem's file and line.
    """
    document = read_document(directory / CAMPAIGN_FILE)
    problems = check_campaign(document)
    if problems:
        raise bad_input(problems)
    return campaign_from(document.data)


def load_texts(directory: Path) -> dict[str, Text]:
    """The texts of a folder by language, the reference first.

    Raises:
        BadInput: one is broken or incomplete, or the reference is missing; with every problem's file and line.
    """
    sources = read_sources(directory)
    others = (directory / CAMPAIGN_FILE, directory / ROUTES_FILE)
    unreadable = [problem for problem in sources.problems if problem.file not in others]
    problems = [*unreadable, *(problem for text in sources.texts.values() for problem in check_text(text))]
    if problems:
        raise bad_input(problems)
    if REFERENCE not in sources.texts:
        raise BadInput("The reference text is missing: add this file.", file=sources.text_path(REFERENCE))
    return {language: text_from(document.data) for language, document in sources.texts.items()}


def load_text(directory: Path, language: str) -> Text:
    """One language's text, without reading the others.

    Raises:
        BadInput: it is missing, broken or incomplete, with every problem's file and line.
    """
    document = read_document(directory / TEXTS_FOLDER / f"{language}.yaml")
    problems = check_text(document)
    if problems:
        raise bad_input(problems)
    return text_from(document.data)


def check_campaign(document: Document) -> list[Problem]:
    """What is wrong with the campaign file by itself."""
    try:
        campaign = campaign_from(document.data)
    except ValidationError as error:
        return problems_of(error, document)
    problems = []
    titles = [(("signatories", n, "title"), person.title) for n, person in enumerate(campaign.signatories)]
    for path, by_language in [*titles, (("privacy_notice",), campaign.privacy_notice)]:
        if REFERENCE not in by_language:
            problems.append(problem_at(document, path, f"needs `{REFERENCE}`"))
    return problems


def check_text(document: Document) -> list[Problem]:
    """What is wrong with the fixed parts of one text file by itself."""
    try:
        text = text_from(document.data)
    except ValidationError as error:
        return problems_of(error, document)
    language = document.path.stem
    problems = []
    if text.language != language:
        message = f"is {text.language}, but the file is named {document.path.name}: make them agree"
        problems.append(problem_at(document, ("language",), message))
    if language not in LANGUAGES:
        message = f"{language!r} is not a language of this system (it has {', '.join(LANGUAGES)})"
        problems.append(
            Problem(f"{message}: rename or remove this file.", document.path, document.line(("language",)))
        )
    if "default" not in text.asks:
        problems.append(
            problem_at(document, ("asks",), "needs `default`, for offices without a role of their own")
        )
    return problems
