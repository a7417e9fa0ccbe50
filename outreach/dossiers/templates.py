"""Render a template (Jinja2); whatever it lacks is an error that names its file, line and the language."""

import re
import traceback
from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)

from outreach.dossiers.tags import tag_fault
from outreach.errors import BadInput, OutreachError
from outreach.petition.uses import syntax_problem

_NO_ATTRIBUTE = re.compile(r"'(?:\w+\.)*(?P<thing>\w+)(?: object)?' (?:object )?has no attribute '(?P<name>\w+)'")
_NO_NAME = re.compile(r"'(?P<name>\w+)' is undefined")


def render(directory: Path, name: str, values: Mapping[str, Any], *, language: str) -> str:
    """The template `name` of the folder `directory` with `values`.

    Raises:
        BadInput: the template is missing or broken, leaves an HTML element open, or uses a name that has no value;
            with file, line, language.
    """
    try:
        return _environment(directory, _edited(directory)).get_template(name).render(values)
    except TemplateNotFound as error:
        raise BadInput(f"The template {error.name} is missing.", file=directory / str(error.name)) from error
    except TemplateSyntaxError as error:
        problem = syntax_problem(error, directory / (error.name or name))
        raise BadInput(problem.message, file=problem.file, line=problem.line) from error
    except UndefinedError as error:
        file, line = _place(error, directory, name)
        raise BadInput(f"In the language {language}: {_undefined(error)}.", file=file, line=line) from error
    except OutreachError:
        raise
    except Exception as error:
        file, line = _place(error, directory, name)
        raise BadInput(f"In the language {language}: {error}.", file=file, line=line) from error


class _Loader(FileSystemLoader):
    """Refuses a template of HTML that does not close what it opens."""

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        template = super().load(environment, name, globals)
        file = Path(template.filename or "")
        if ".html." in name and (fault := tag_fault(file.read_text(encoding="utf-8"))):
            line, told = fault
            raise BadInput(f"In the template {told}.", file=file, line=line)
        return template


def _edited(directory: Path) -> tuple[float, ...]:
    """When the templates were last edited: a running service takes up a change."""
    return tuple(path.stat().st_mtime for path in sorted(directory.glob("*.j2")))


@cache
def _environment(directory: Path, edited: tuple[float, ...]) -> Environment:
    environment = Environment(
        loader=_Loader(directory),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and ".html" in name,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["css_string"] = css_string
    return environment


def css_string(text: str) -> str:
    """A CSS string (CSS Syntax 3 §4.3.5) that is safe inside a style element."""
    return '"' + "".join(c if c.isalnum() or c in " .·-" else f"\\{ord(c):06x} " for c in text) + '"'


def _undefined(error: UndefinedError) -> str:
    """Jinja2's message in words for whoever edits templates."""
    message = str(error.message or "a name has no value")
    if found := _NO_ATTRIBUTE.search(message):
        return f"`{found['name']}` is nothing that a {found['thing']} has"
    if found := _NO_NAME.fullmatch(message):
        return f"`{found['name']}` is no name that this template is given"
    return message


def _place(error: BaseException, directory: Path, name: str) -> tuple[Path, int | None]:
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).parent == directory]
    return (Path(inside[-1].filename), inside[-1].lineno) if inside else (directory / name, None)
