"""How commands speak: one JSON document, or what a person likes to read."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Column, Table

Json = typer.Option(False, "--json", help="Print one JSON document instead of text.")
PIPED_WIDTH = 240
"""Columns of a table in a file or a pipe: one line a row, so that `grep` finds it."""

console = Console(soft_wrap=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
errors = Console(stderr=True, soft_wrap=True)


def emit(data: Any, *, as_json: bool, human: Callable[[], None]) -> None:
    """Print `data` as one JSON document when asked to, otherwise call `human`."""
    if as_json:
        sys.stdout.write(json.dumps(data, default=_plain, ensure_ascii=False) + "\n")
    else:
        human()


def say(text: str) -> None:
    """Print a line to standard output as it is (square brackets are not markup)."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str, title: str = "") -> None:
    """Print a table, or the sentence `empty` when there are no rows."""
    if not rows:
        say(empty)
        return
    grid = Table(
        *(Column(name, overflow="fold") for name in columns),
        title=title or None,
        title_justify="left",
        header_style="bold",
    )
    for row in rows:
        grid.add_row(*(str("" if cell is None else cell) for cell in row))
    console.print(grid, markup=False)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    raise TypeError(f"cannot print {type(value).__name__} as JSON")
