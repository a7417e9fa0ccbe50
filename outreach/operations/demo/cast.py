"""The played offices of the demonstration: who behaves how. SAMPLE, every one of them.

An office is known by its sample address, `<office key>@<country>.example` (RFC 2606 reserves `.example`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DATA = Path(__file__).parent


class Part(StrEnum):
    """How a played office behaves when a mail comes."""

    REFUSES = "refuses"
    """Says 550 5.1.1 to RCPT."""
    BOUNCES = "bounces"
    """Accepts, and reports failure later (RFC 3464)."""
    DELAYS = "delays"
    """Accepts, and reports a delay later (RFC 3464)."""
    GREYLISTS = "greylists"
    """Says 451 4.7.1 to the first RCPT."""
    HANGS_UP = "hangs_up"
    """Takes the whole mail and closes the connection before it says 250."""
    OUT_OF_OFFICE = "out_of_office"
    """Sends an absence note (RFC 3834)."""
    SILENT = "silent"
    """Accepts and never writes."""
    WRITES_BACK = "writes_back"
    """A person acknowledges from another address, keeping only the printed reference."""
    ANSWERS = "answers"
    """A person answers in substance."""
    ACKNOWLEDGES = "acknowledges"
    """Sends an automatic acknowledgement with a reference number."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays what. `positions` is what a coordinator will read out of each answer, per demand."""

    parts: Mapping[str, Part]
    positions: Mapping[str, Mapping[str, str]]
    by_hand: frozenset[str]
    by_hand_done: frozenset[str]

    def part_of(self, office_key: str) -> Part:
        return self.parts.get(office_key, Part.ACKNOWLEDGES)

    def has_mailbox(self, role: str) -> bool:
        """A petitions portal takes no mail at all: nobody plays one."""
        return role != "petitions_portal"


def load_cast() -> Cast:
    """Read the cast that ships with the package."""
    data = _yaml("offices.yaml")
    parts = {key: part for part in Part for key in data.get(part.value, ())}
    return Cast(
        parts=parts,
        positions=data["answers"],
        by_hand=frozenset(data["handed_over_by_people"]),
        by_hand_done=frozenset(data["done_by_a_person"]),
    )


def load_answers() -> dict[str, Any]:
    """What played offices write, by language and kind."""
    return _yaml("words.yaml")


def sample_address(office_key: str) -> str:
    """The office's address in the demonstration."""
    return f"{office_key}@{office_key.partition('-')[0]}.example"


def office_of(address: str) -> str:
    """The office key of a sample address."""
    return address.partition("@")[0]


def _yaml(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((DATA / name).read_text(encoding="utf-8"))
    return loaded
