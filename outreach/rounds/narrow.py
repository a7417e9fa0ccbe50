"""What a round is narrowed to, beyond its governments. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from outreach.recipients.status import Channel


@dataclass(frozen=True, slots=True)
class Narrow:
    """An empty field narrows nothing. `offices` are keys; letters are written in these `languages` only, and only
    these `channels` are used."""

    offices: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.offices or self.languages or self.channels)

    def as_data(self) -> dict[str, Any] | None:
        """Plain values for JSON; None when nothing is narrowed."""
        return None if self.is_nothing else asdict(self)


EVERYTHING = Narrow()
"""Every office, language and channel."""


def narrow_from(data: Mapping[str, Any] | None) -> Narrow:
    """The inverse of `as_data`."""
    if data is None:
        return EVERYTHING
    channels = tuple(Channel(one) for one in data["channels"])
    return Narrow(tuple(data["offices"]), tuple(data["languages"]), channels)
