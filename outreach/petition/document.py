"""A YAML file as plain data that remembers the line of every key.

Only what text files need: mappings with text keys, lists, text, whole numbers, true/false and null. Dates
and fractions stay the text that was written. Nothing in a file can make an object or run code.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from outreach.errors import BadInput

MAX_BYTES = 2_000_000
MAX_NODES = 50_000
WHOLE_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]{0,17})")
SURROGATE = re.compile(r"[\ud800-\udfff]")
TEXT_TAGS = ("str", "int", "float", "timestamp", "value", "merge")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`data` is what the file says; `lines` holds the line (from 1) of every key and list item by its path."""

    path: Path
    data: dict[str, Any]
    lines: Mapping[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of `path`, or of the nearest thing around it that the file has; 1 at worst."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_document(path: Path) -> Document:
    """Read one YAML file whose top is a mapping.

    Raises:
        BadInput: the file is absent, unreadable, not UTF-8, too big, broken, or repeats a key; with its line.
    """
    return parse_document(_read(path), path=path)


def parse_document(text: str, *, path: Path) -> Document:
    """As `read_document`, from text; `path` only names the file in errors."""
    known = _parsed(text, path)
    return Document(path, deepcopy(known.data), known.lines)


@lru_cache(maxsize=64)
def _parsed(text: str, path: Path) -> Document:
    """Parsed once: whoever looks at a preview again has seldom changed more than one file of twelve."""
    try:
        # The default (round-trip) loader leaves U+0007 in folded text to remember where it was folded.
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context
        raise BadInput(
            f"This is not valid YAML: {reason}.", file=path, line=None if mark is None else mark.line + 1
        ) from error
    except (YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise BadInput(f"This is not valid YAML: {reason}.", file=path) from error
    except RecursionError as error:
        raise BadInput("This YAML is nested too deeply: keep it under 100 levels.", file=path) from error
    if not isinstance(node, MappingNode):
        raise BadInput("This file must hold `key: value` lines at its top.", file=path, line=1)
    builder = _Builder(path)
    data = builder.mapping(node, ())
    return Document(path, data, builder.lines)


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput("This file is missing.", file=path) from error
    except OSError as error:
        raise BadInput(f"This file cannot be read: {error.strerror}.", file=path) from error
    if len(content) > MAX_BYTES:
        raise BadInput(f"This file is too big: at most {MAX_BYTES:,} bytes.", file=path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("This file is not UTF-8: save it again as UTF-8.", file=path, line=line) from error


@dataclass(slots=True)
class _Builder:
    """Turns composed nodes into data. The count of nodes bounds what aliases can blow up."""

    path: Path
    lines: dict[KeyPath, int] = field(default_factory=dict)
    nodes: int = 0

    def mapping(self, node: MappingNode, at: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in data:
                raise self._bad(f"The key {key!r} stands here twice: remove one.", key_node)
            self.lines[(*at, key)] = key_node.start_mark.line + 1
            data[key] = self._value(value_node, (*at, key))
        return data

    def _value(self, node: Node, at: KeyPath) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(at) > 100:
            raise self._bad("This file is too big or nested too deeply (perhaps an alias of itself).", node)
        if isinstance(node, MappingNode):
            return self.mapping(node, at)
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        for number, item in enumerate(node.value):
            self.lines[(*at, number)] = item.start_mark.line + 1
        return [self._value(item, (*at, number)) for number, item in enumerate(node.value)]

    def _scalar(self, node: ScalarNode) -> str | int | bool | None:
        tag = str(node.tag).removeprefix("tag:yaml.org,2002:")
        if tag == "null":
            return None
        if tag == "bool":
            return str(node.value).lower() == "true"
        if tag not in TEXT_TAGS:
            raise self._bad(f"The tag {node.tag} has no meaning here: remove it.", node)
        if tag == "int" and WHOLE_NUMBER.fullmatch(node.value):
            return int(node.value)
        return self._text(node)

    def _key(self, node: Node) -> str:
        if not isinstance(node, ScalarNode) or not str(node.value).strip():
            raise self._bad("A key must be a word.", node)
        return self._text(node)

    def _text(self, node: ScalarNode) -> str:
        if SURROGATE.search(node.value):
            raise self._bad(
                "This text has half a character (\\ud800 to \\udfff): write the character itself.", node
            )
        return str(node.value)

    def _bad(self, message: str, node: Node) -> BadInput:
        return BadInput(message, file=self.path, line=node.start_mark.line + 1)
