"""What governments have done already: `legislation.yaml`, entries with a source only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from outreach.errors import BadInput
from outreach.petition.document import read_document
from outreach.petition.problems import bad_input, problems_of

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Law:
    """One law, bill, convention or resolution.

    `place` is an ISO 3166-1 code or COE (Council of Europe); `on` an ISO 8601 date, as precise as known; `status`
    and `measures` are keys of `dossier.statuses` and `dossier.measures` in the texts.
    """

    __pydantic_config__ = _STRICT
    id: str
    place: Annotated[str, Field(pattern="^([A-Z]{2}|COE)$")]
    title: Annotated[str, Field(min_length=1)]
    status: Literal["law", "one_chamber", "lapsed", "convention", "resolution"]
    on: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    measures: Annotated[tuple[str, ...], Field(min_length=1)]
    source: Annotated[str, Field(pattern="^https?://")]


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = _STRICT
    schema: Literal["outreach-legislation/1"]
    facts_as_of: str
    laws: tuple[Law, ...]


_adapter = TypeAdapter(_File)


def load_laws(directory: Path) -> tuple[Law, ...]:
    """The laws of `legislation.yaml` in a folder, in its order.

    Raises:
        BadInput: the file is missing or wrong, with every problem.
    """
    file = directory / "legislation.yaml"
    data = _read(file)
    try:
        return _adapter.validate_python(data).laws
    except ValidationError as error:
        raise bad_input(problems_of(error, read_document(file))) from error  # read again, for the lines


def _read(file: Path) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"This file cannot be read: {error.strerror}.", file=file) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BadInput(f"This is not YAML: {error.problem}.", file=file, line=line) from error
    return found
