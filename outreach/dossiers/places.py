"""Where in the campaign's files something stands that is wrong in a document: file and line for who mends it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from outreach.dossiers.wording import PhraseError
from outreach.errors import BadInput, Problem
from outreach.petition.document import read_document
from outreach.petition.values import Text

KINDS = ("texts/{language}.yaml", "campaign.yaml", "legislation.yaml", "*.j2", "*.css")
"""The files whose words are printed, in the order in which a word is looked for."""


@contextmanager
def phrases_located(templates: Path) -> Iterator[None]:
    """Give the errors of phrases their file and line in the folder `templates`."""
    try:
        yield
    except PhraseError as error:
        file, line = phrase_place(templates, error.text, error.key)
        raise BadInput(error.problems[0].message, file=file, line=line) from error


def phrase_place(templates: Path, text: Text, key: str) -> tuple[Path, int | None]:
    """The file of a phrase, and its line unless the file says something else by now than the frozen text."""
    file = templates / "texts" / f"{text.language}.yaml"
    path = tuple(key.split("."))
    try:
        document = read_document(file)
    except BadInput:
        return file, None
    same = _value(document.data, path) == _value(text.body, path)
    return file, document.line(path) if same else None


def word_place(word: str, *, templates: Path, language: str, others: tuple[Path, ...] = ()) -> Problem | None:
    """Where `word` first stands in the files of a language, or in YAML files of `others`; without a message."""
    files = [file for kind in KINDS for file in sorted(templates.glob(kind.format(language=language)))]
    files += [file for folder in others for file in sorted(folder.glob("*.yaml"))]
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        for number, line in enumerate(lines, start=1):
            if word in line:
                return Problem("", file, number)
    return None


def _value(data: Mapping[str, Any], path: tuple[str, ...]) -> object:
    found: object = data
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
