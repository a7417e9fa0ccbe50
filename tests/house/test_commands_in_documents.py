"""Each command that a document or a help text shows can be typed: noun, verb, arguments and options exist."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from tests.house.code import ROOT
from tests.house.test_commands import ALL

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
WHOLE_LINE = re.compile(r"^outreach .+$", re.M)
IN_TEXT = re.compile(r"`(outreach [a-z][^`]*)`|`(outreach --as [^`]*)`")
COMMANDS: dict[str, Any] = dict(ALL)
NAMES = {" ".join(name.split()[:length]) for name in COMMANDS for length in range(1, 4)}
PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b|…|\.\.\.")


def shown() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8").replace("\\\n", " ").replace("$(date -u +%F)", "2026-12-01")
        yield from ((document.name, line) for line in WHOLE_LINE.findall(text))
        yield from ((document.name, one or other) for one, other in IN_TEXT.findall(text))
    for path, command in ALL:
        help_text = " ".join((command.help or "").split())
        yield from ((f"help of {path}", one or other) for one, other in IN_TEXT.findall(help_text))


EXAMPLES = [(where, told) for where, told in shown() if where != "README.md" or not PLACEHOLDER.match(told)]


@pytest.mark.parametrize(("where", "told"), EXAMPLES, ids=[f"{where}-{told[:60]}" for where, told in EXAMPLES])
def test_it_can_be_typed(where: str, told: str) -> None:
    words = shlex.split(told, comments=True)[1:]
    if words[:1] == ["--as"]:
        del words[:2]
    name, rest = "", words
    while rest and name not in COMMANDS and f"{name} {rest[0]}".strip() in NAMES:
        name, rest = f"{name} {rest[0]}".strip(), rest[1:]
    assert name in COMMANDS or not rest, f"{where}: there is no such command: {told}"
    if rest and not PLACEHOLDER.search(told):
        with COMMANDS[name].make_context(name, rest):
            pass


def test_examples_are_found() -> None:
    assert any(where == "README.md" for where, _ in EXAMPLES)
    assert any(where.startswith("help of") for where, _ in EXAMPLES)
