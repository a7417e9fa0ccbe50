"""The files of a campaign, read once: what could be read, and what is wrong with each by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.errors import BadInput, Problem
from outreach.petition.document import Document, read_document
from outreach.petition.languages import LANGUAGES
from outreach.petition.routes import ROUTES_FILE

CAMPAIGN_FILE = "campaign.yaml"
TEXTS_FOLDER = "texts"


@dataclass(frozen=True, slots=True)
class Sources:
    """`texts` by file stem (the language), the reference first. A file that cannot be read is in `problems`."""

    directory: Path
    campaign: Document | None
    texts: Mapping[str, Document]
    routes: Document | None
    problems: tuple[Problem, ...]

    def text_path(self, language: str) -> Path:
        """Where the text of `language` is, or would be."""
        return self.directory / TEXTS_FOLDER / f"{language}.yaml"


def read_sources(directory: Path) -> Sources:
    """Read `campaign.yaml`, `routes.yaml` and every `texts/*.yaml`. Problems are collected, never raised."""
    problems: list[Problem] = []
    campaign = _read(directory / CAMPAIGN_FILE, problems)
    texts = {}
    for path in sorted((directory / TEXTS_FOLDER).glob("*.yaml"), key=_place):
        document = _read(path, problems)
        if document is not None:
            texts[path.stem] = document
    routes = _read(directory / ROUTES_FILE, problems)
    return Sources(directory, campaign, texts, routes, tuple(problems))


def _place(path: Path) -> tuple[int, str]:
    """The order of LANGUAGES, then unknown languages by name."""
    known = path.stem in LANGUAGES
    return (LANGUAGES.index(path.stem) if known else len(LANGUAGES), path.stem)


def _read(path: Path, problems: list[Problem]) -> Document | None:
    try:
        return read_document(path)
    except BadInput as error:
        problems.extend(error.problems)
        return None
