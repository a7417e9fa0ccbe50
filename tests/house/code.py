"""The package as the tests of the house see it: every module with its syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "outreach"
REVISIONS = PACKAGE / "migrations" / "versions"

STAGES = (
    "petition",
    "signatures",
    "recipients",
    "rounds",
    "dossiers",
    "reviews",
    "delivery",
    "replies",
    "responses",
    "accountability",
)


@dataclass(frozen=True, slots=True)
class Module:
    """One file: `path` below the package (`rounds/plan.py`), and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Parsed when the first rule asks for it."""
        return _parsed(self.text)

    @property
    def room(self) -> str:
        """The first folder, or the file's own name at the top: `rounds`, `clock`."""
        return self.path.split("/")[0].removesuffix(".py")

    def imports(self) -> Iterator[tuple[str, int]]:
        """Each imported name in full (`outreach.rounds.tables`, `datetime.datetime`) and its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the package but the revisions, which are generated and never change."""
    paths = sorted(p for p in PACKAGE.rglob("*.py") if REVISIONS not in p.parents)
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Module:
    return Module(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)
