"""One way to move a status: look the move up in the stage's own table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from outreach.errors import WrongStatus

Status = TypeVar("Status", bound=StrEnum)


def advance(current: Status, target: Status, *, moves: Mapping[Status, frozenset[Status]], what: str) -> Status:
    """Return `target` when `moves` allows it from `current`; raise WrongStatus naming what is possible."""
    allowed = moves.get(current, frozenset())
    if target in allowed:
        return target
    possible = ", ".join(sorted(allowed)) or "nothing: it is final"
    raise WrongStatus(f"{what} is {current} and cannot become {target}; possible: {possible}.")
