"""Reads a long YAML list of records quickly: PyYAML's C parser, event by event, everything as text.

Nothing is turned into numbers, dates or booleans (the country code NO stays `NO`). Nesting is limited and aliases
are refused, so that a small file cannot become a large one.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from outreach.errors import BadInput

MAX_DEPTH = 20


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `key` waits for its value."""

    value: Any
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Puts events together; `records` are (line from 1, record) of the outermost list."""

    file: Path
    records: list[tuple[int, Any]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    started: bool = False

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise BadInput("has an alias (*name): write the record out.", file=self.file, line=line)
        if isinstance(event, yaml.ScalarEvent):
            self._put(str(event.value), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()

    def _start(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise BadInput("is nested too deeply to be a list of people.", file=self.file, line=line)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if not self.stack and (self.started or not is_list):
            raise BadInput("must be one list of records, each beginning with `- `.", file=self.file, line=line)
        opened = _Open([] if is_list else {})
        if self.stack:
            self._put(opened.value, line)
        self.started = True
        self.stack.append(opened)

    def _end(self) -> None:
        self.stack.pop()

    def _put(self, value: Any, line: int) -> None:
        if not self.stack:
            raise BadInput("must be one list of records, each beginning with `- `.", file=self.file, line=line)
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            if len(self.stack) == 1:
                self.records.append((line, value))
        elif top.key is None:
            if not isinstance(value, str):
                raise BadInput("has a key that is no plain text.", file=self.file, line=line)
            if value in top.value:
                raise BadInput(f"has the key `{value}` twice in one mapping.", file=self.file, line=line)
            top.key = value
        else:
            top.value[top.key], top.key = value, None


def read_records(text: str, *, file: Path) -> list[tuple[int, Any]]:
    """The items of the list that the document is, each with its line.

    Raises:
        BadInput: it is not valid YAML (with its line), no list, too deep, or has aliases.
    """
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise BadInput(f"is not valid YAML: {error.problem or error.context}.", file=file, line=line) from error
    except yaml.YAMLError as error:
        raise BadInput(f"is not valid YAML: {' '.join(str(error).split())}.", file=file) from error
    if not builder.started:
        raise BadInput("is empty: it must be a list of records.", file=file, line=1)
    return builder.records
