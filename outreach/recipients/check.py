"""Reads every recipients file and lists every problem of all of them at once."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pycountry
from ruamel.yaml.comments import CommentedMap

from outreach.errors import Problem
from outreach.recipients.check_office import check_office
from outreach.recipients.document import Document, line_of, read_documents
from outreach.recipients.status import LANGUAGES

SCHEMA = "outreach-recipients/1"
SOURCE_KINDS = ("cited source", "general knowledge")
EU = "EU"
KEYS = (
    "schema",
    "government",
    "name",
    "names",
    "languages",
    "time_zone",
    "facts_as_of",
    "notes",
    "sources",
    "offices",
)


def check(directory: Path) -> list[Problem]:
    """Every problem of every file under `directory`, by file and line; empty when all are well.

    Raises:
        BadInput: the folder is missing or has no file.
    """
    documents, problems = read_documents(directory)
    return sorted(problems + check_documents(documents), key=lambda one: (str(one.file), one.line or 0))


def check_documents(documents: list[Document]) -> list[Problem]:
    """The same for files that are already read."""
    for document in documents:
        _check_file(document)
    _find_doubles(documents)
    return [problem for document in documents for problem in document.problems]


def _check_file(document: Document) -> None:
    data = document.data
    document.keys(data, needed=KEYS)
    if "schema" in data:
        document.word(data, "schema", (SCHEMA,))
    code = _check_government(document) if "government" in data else ""
    languages = [
        language
        for index, _ in enumerate(document.items(data, "languages", at_least=1))
        if (language := document.word(data["languages"], index, LANGUAGES))
    ]
    document.text(data, "name")
    _check_names(document, languages)
    _check_time_zone(document)
    document.text(data, "facts_as_of")
    for index, _ in enumerate(document.items(data, "notes")):
        document.text(data["notes"], index)
    sources = _check_sources(document)
    offices = document.items(data, "offices", at_least=1)
    for index, _ in enumerate(offices):
        if (office := document.mapping(offices, index)) is not None:
            check_office(document, office, code=code, languages=languages, sources=sources)


def _check_government(document: Document) -> str:
    data = document.data
    code = document.text(data, "government")
    if code != EU and pycountry.countries.get(alpha_2=code) is None:
        document.say(data, "government", f"unknown country code {code!r}: use ISO 3166-1 alpha-2, or EU.")
    elif document.path.stem != code.lower():
        document.say(data, "government", f"the file of {code} must be {code.lower()}{document.path.suffix}.")
    return code


def _check_names(document: Document, languages: list[str]) -> None:
    names = document.mapping(document.data, "names")
    if names is None:
        return
    for language in names:
        document.text(names, language)
        if language not in LANGUAGES:
            document.say(names, language, f"unknown language {language!r}; it is one of {', '.join(LANGUAGES)}.")
    for language in languages:
        if language not in names:
            document.say(document.data, "names", f"the name in {language} is missing.")


def _check_time_zone(document: Document) -> None:
    zone = document.text(document.data, "time_zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        document.say(document.data, "time_zone", f"unknown time zone {zone!r}: use an IANA name, as Europe/Paris.")


def _check_sources(document: Document) -> set[str]:
    sources = document.items(document.data, "sources")
    known: set[str] = set()
    for index, _ in enumerate(sources):
        if (source := document.mapping(sources, index)) is None:
            continue
        document.keys(source, needed=("id", "kind", "ref"), allowed=("note",))
        document.note(source)
        name = document.text(source, "id")
        if name in known:
            document.say(source, "id", f"the source {name!r} stands here twice.")
        known.add(name)
        document.word(source, "kind", SOURCE_KINDS)
        document.text(source, "ref")
    return known


def _find_doubles(documents: list[Document]) -> None:
    """An office's key is unique over all files: letters, checks and objections hang on it."""
    first: dict[str, str] = {}
    for document in documents:
        offices = document.data.get("offices")
        for office in offices if isinstance(offices, list) else []:
            if not isinstance(office, CommentedMap) or not isinstance(key := office.get("id"), str):
                continue
            if key in first:
                document.say(office, "id", f"the office {key!r} is already at {first[key]}.")
            first.setdefault(key, f"{document.path.name}:{line_of(office, 'id')}")
