"""A recipients file with its line numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from outreach.errors import BadInput, Problem

SUFFIX = ".yaml"


@dataclass(slots=True)
class Document:
    """One file, read for a round trip, and the problems found in it so far."""

    path: Path
    data: CommentedMap
    problems: list[Problem] = field(default_factory=list)

    def say(self, node: Any, key: object, message: str) -> None:
        """Note a problem at `key` of `node` (a mapping's key, a list's index, or None for the node itself)."""
        self.problems.append(Problem(message, self.path, line_of(node, key)))

    def keys(self, node: CommentedMap, *, needed: Iterable[str], allowed: Iterable[str] = ()) -> None:
        """Note each key of a mapping that is missing or unknown."""
        needed = tuple(needed)
        known = {*needed, *allowed}
        for key in needed:
            if key not in node:
                self.say(node, None, f"the key `{key}` is missing.")
        for key in node:
            if key not in known:
                near = get_close_matches(str(key), known, n=1)
                self.say(node, key, f"unknown key `{key}`" + (f": is it `{near[0]}`?" if near else "."))

    def mapping(self, node: Any, key: object) -> CommentedMap | None:
        """The mapping at `key`, or None after noting that it is none."""
        found = at(node, key)
        if isinstance(found, CommentedMap):
            return found
        self.say(node, key, f"{_called(key)} must be a mapping.")
        return None

    def items(self, node: Any, key: object, *, at_least: int = 0) -> CommentedSeq:
        """The list at `key`; an empty one after noting that it is none or too short."""
        found = at(node, key)
        if isinstance(found, CommentedSeq):
            if len(found) < at_least:
                self.say(node, key, f"{_called(key)} is empty.")
            return found
        self.say(node, key, f"{_called(key)} must be a list.")
        return CommentedSeq()

    def text(self, node: Any, key: object, *, may_be_empty: bool = False) -> str:
        """The text at `key`; empty after noting that it is no text, or that it is empty and may not be."""
        found = at(node, key)
        if not isinstance(found, str):
            self.say(node, key, f"{_called(key)} must be text (in quotes if it looks like a number or a date).")
            return ""
        if not may_be_empty and not found.strip():
            self.say(node, key, f"{_called(key)} is empty.")
        return found

    def note(self, node: CommentedMap) -> None:
        """Note a problem when the optional `note` is there and is no text."""
        if "note" in node:
            self.text(node, "note", may_be_empty=True)

    def word(self, node: Any, key: object, vocabulary: type[StrEnum] | tuple[str, ...]) -> str | None:
        """The word at `key`, or None after noting that the vocabulary does not have it."""
        words = [str(word) for word in vocabulary]
        found = at(node, key)
        if found in words:
            return str(found)
        self.say(node, key, f"{_called(key)} {found!r} is unknown; it is one of {', '.join(words)}.")
        return None


def at(node: Any, key: object) -> Any:
    """What stands at a mapping's key or a list's index; None when nothing does."""
    if isinstance(node, CommentedMap):
        return node.get(key)
    return node[key] if isinstance(node, CommentedSeq) and isinstance(key, int) else None


def line_of(node: Any, key: object = None) -> int:
    """The line, from 1, of a key of a mapping, an item of a list, or the node itself."""
    places = node.lc.data or {}
    line = places[key][0] if key in places else node.lc.line
    return int(line or 0) + 1


def read_documents(directory: Path) -> tuple[list[Document], list[Problem]]:
    """Every file of a folder in the order of its name, and what kept the others from being read.

    Raises:
        BadInput: the folder is missing or has no file.
    """
    paths = sorted(directory.glob(f"*{SUFFIX}"))
    if not paths:
        raise BadInput(f"{directory} has no recipients file: it needs one <country>{SUFFIX} per government.")
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(Document(path, read_mapping(path)))
        except BadInput as error:
            problems.extend(error.problems)
    return documents, problems


def read_mapping(path: Path) -> CommentedMap:
    """Read one file, keeping its comments, order and line numbers; raises BadInput with file and line."""
    try:
        data = _yaml().load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}.", file=path) from error
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8 text: save it as UTF-8.", file=path) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise BadInput(f"is not valid YAML: {error.problem or error.context}.", file=path, line=line) from error
    except (YAMLError, ValueError) as error:
        raise BadInput(f"is not valid YAML: {' '.join(str(error).split())}.", file=path) from error
    except RecursionError as error:
        raise BadInput("is nested too deeply to be read: see README.md there for its form.", file=path) from error
    if not isinstance(data, CommentedMap):
        raise BadInput("must hold a mapping with `government` and `offices`.", file=path, line=1)
    return data


def write_mapping(path: Path, data: CommentedMap) -> None:
    """Write a file whole or not at all, in the form that `read_mapping` reads."""
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w", encoding="utf-8") as stream:
        _yaml().dump(data, stream)
    draft.replace(path)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 10_000
    yaml.preserve_quotes = True
    return yaml


def _called(key: object) -> str:
    return f"item {key + 1}" if isinstance(key, int) else f"`{key}`"
