"""The menu, in the order of the trip."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    path: str
    label: str


MENU: list[Entry] = [Entry("/", "Today")]
