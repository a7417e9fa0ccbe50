"""Reads the tables of phrases: text files with `[section]` lines and one entry a line; `#` begins a remark."""

import re
from collections.abc import Iterable
from pathlib import Path

from outreach.errors import BadInput

_FOLDER = Path(__file__).with_name("phrase_tables")
_SECTION = re.compile(r"\[([a-z ]+)\]")


def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of `phrase_tables/<name>.txt`, in the file's order.

    Raises:
        BadInput: an entry stands before the first section, or a section comes twice.
    """
    path = _FOLDER / f"{name}.txt"
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        title = _SECTION.fullmatch(line)
        if title and title[1] in found:
            raise BadInput(f"The section [{title[1]}] comes twice.", file=path, line=number)
        if title:
            current = found.setdefault(title[1], [])
        elif line and not line.startswith("#"):
            if current is None:
                raise BadInput("An entry stands before the first [section].", file=path, line=number)
            current.append(line)
    return {title: tuple(entries) for title, entries in found.items()}


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression that matches where any of them does, without case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)
