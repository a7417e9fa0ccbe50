"""Commands whose modules are imported when they are asked for: `replies classify` need not load a database."""

from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup


class Commands(Mapping[str, Any]):
    """Commands by name, each imported when it is taken: to suggest a name, none has to be."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __getitem__(self, name: str) -> Any:
        # Within a holder, so that a noun has no options of its own to install completion.
        holder = typer.Typer(add_completion=False, callback=lambda: None)
        # WeasyPrint prints a notice where a library is missing; the error that follows says it in one sentence.
        with redirect_stdout(StringIO()):
            module = import_module(self._modules[name])
        holder.add_typer(module.app)
        command: Any = typer.main.get_command(holder)
        return command.commands[name]


class LazyGroup(TyperGroup):
    """A group that knows its commands by module: `modules` maps each name to the module that has its `app`."""

    modules: ClassVar[Mapping[str, str]] = {}

    @property
    def commands(self) -> Any:
        """All commands by name."""
        return Commands(self.modules)

    @commands.setter
    def commands(self, value: Any) -> None:
        if value:
            raise TypeError("register commands of a lazy group in its table of modules")


def lazily(modules: Mapping[str, str]) -> type[LazyGroup]:
    """The class to give to `typer.Typer(cls=…)`."""
    return type("LazyGroup", (LazyGroup,), {"modules": dict(modules)})
