"""Every error that a user can meet. Each message is one sentence that says what to do.

    OutreachError
    ├── BadInput            a file or an option is wrong: file and line, or many problems at once
    ├── Refused             a rule of the house says no
    │   ├── NotAllowed      the actor has not the role
    │   └── WrongStatus     the thing is not in a state that allows it
    ├── NotFound            nothing has that name or number
    ├── Conflict            somebody else changed it meanwhile: try again
    └── Unavailable         a service or resource is missing: database, disk, port, server, font

`retry` says whether the same call can succeed later without a change: `Retry.NO`, `LATER` or `PERSON`
(outcome unknown: a person decides).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Retry(StrEnum):
    """Whether trying the same thing again helps."""

    NO = "no"
    """Something must be changed first."""
    LATER = "later"
    """The same call can succeed in a while."""
    PERSON = "person"
    """The outcome is unknown; a person looks and decides."""


class OutreachError(Exception):
    """The root: what a user did or met, in one sentence."""

    retry: Retry = Retry.NO


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an input: where (file, line from 1) and what, as a sentence."""

    message: str
    file: Path | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return place + self.message


class BadInput(OutreachError):
    """An input is wrong. `problems` holds every problem found, not only the first."""

    def __init__(
        self,
        message: str,
        *,
        file: Path | None = None,
        line: int | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        self.problems = tuple(problems) or (Problem(message, file, line),)
        super().__init__(message if problems else str(self.problems[0]))


class Refused(OutreachError):
    """A rule of the house says no."""


class NotAllowed(Refused):
    """The actor may not do this."""


class WrongStatus(Refused):
    """The thing is not in a status that allows this."""


class NotFound(OutreachError):
    """Nothing has that name or number."""


class Conflict(OutreachError):
    """Somebody else changed the same thing meanwhile; reading it again and retrying helps."""

    retry = Retry.LATER


class Unavailable(OutreachError):
    """A service or resource is missing (database, disk, port, server, font). The message names the setting."""

    retry = Retry.LATER
