"""Every command teaches: help, an example where something must be given, and `--json`."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from outreach.cli.main import app

RUN_UNTIL_STOPPED = {"serve", "web", "worker"}


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Each command with its whole name (`rounds plan`), as Click's own objects."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path), command
    else:
        for name, each in inner.items():
            yield from commands(each, (*path, name))


ALL = list(commands(typer.main.get_command(app)))
each_command = pytest.mark.parametrize(("path", "command"), [pytest.param(*c, id=c[0]) for c in ALL])


@each_command
def test_it_prints_json_when_asked(path: str, command: Any) -> None:
    if path.split()[-1] not in RUN_UNTIL_STOPPED:
        assert "--json" in {option for p in command.params for option in p.opts}


@each_command
def test_its_help_says_what_it_does(path: str, command: Any) -> None:
    assert command.help, path
    assert command.help.rstrip()[-1] in ".`)", f"{path}: the help is made of sentences"
    if any(parameter.required for parameter in command.params):
        assert "xample" in command.help, f"{path}: the help shows an example"


def test_every_noun_has_help() -> None:
    nouns: dict[str, Any] = getattr(typer.main.get_command(app), "commands")  # noqa: B009
    assert nouns
    assert [name for name, noun in nouns.items() if not noun.help] == []
