"""Commands whose modules are imported when they are asked for: `replies classify` need not load a database."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup


class LazyGroup(TyperGroup):
    """A group that knows its commands by module: `modules` maps each name to the module that has its `app`."""

    modules: ClassVar[Mapping[str, str]] = {}

    @property
    def commands(self) -> Any:
        """All commands, imported."""
        return {name: self.get_command(None, name) for name in self.modules}

    @commands.setter
    def commands(self, value: Any) -> None:
        if value:
            raise TypeError("register commands of a lazy group in its table of modules")

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.modules:
            return None
        # Within a holder, so that a noun has no options of its own to install completion.
        holder = typer.Typer(add_completion=False, callback=lambda: None)
        holder.add_typer(import_module(self.modules[cmd_name]).app)
        command: Any = typer.main.get_command(holder)
        return command.commands[cmd_name]


def lazily(modules: Mapping[str, str]) -> type[LazyGroup]:
    """The class to give to `typer.Typer(cls=…)`."""
    return type("LazyGroup", (LazyGroup,), {"modules": dict(modules)})
