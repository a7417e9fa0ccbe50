"""The campaign's files as they lie on the disk now: what is wrong with them, and how far each language is."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from outreach.dossiers.proof import proof
from outreach.errors import Problem
from outreach.petition.languages import LANGUAGES
from outreach.petition.phrases import leaves, phrases_of
from outreach.petition.sources import read_sources

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class TextState:
    """One language: how many phrases it has, whether a native reader checked it, how many problems it has."""

    language: str
    phrases: int
    review: str
    reader: str
    has_signed_wording: bool
    problems: int


@dataclass(frozen=True, slots=True)
class Files:
    """All files of the campaign. `problems` name file and line."""

    texts: tuple[TextState, ...]
    problems: tuple[Problem, ...]


def files_now(directory: Path) -> Files:
    """Read and check the files; read again only when one of them changed, for it takes some seconds."""
    kinds = ("*.yaml", "texts/*.yaml", "*.j2", "*.css")
    paths = [path for kind in kinds for path in sorted(directory.glob(kind))]
    stamp = tuple((str(p), (s := p.stat()).st_mtime_ns, s.st_size) for p in paths if p.exists())
    return _read(directory, stamp)


@lru_cache(maxsize=4)
def _read(directory: Path, _stamp: Stamp) -> Files:
    sources = read_sources(directory)
    problems = proof(sources)
    texts = tuple(
        _state(language, sources.texts[language].data if language in sources.texts else {}, problems)
        for language in LANGUAGES
    )
    return Files(texts, tuple(problems))


def _state(language: str, data: dict[str, Any], problems: list[Problem]) -> TextState:
    review, wording = _group(data, "review"), _group(data, "signed_wording")
    return TextState(
        language=language,
        phrases=sum(1 for _ in leaves(phrases_of(data))),
        review=str(review.get("state", "missing")),
        reader=str(review.get("reader") or ""),
        has_signed_wording=bool(wording.get("text")),
        problems=sum(one.file is not None and one.file.stem == language for one in problems),
    )


def _group(data: dict[str, Any], key: str) -> dict[str, Any]:
    """A file in the making may hold anything there."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}
