"""Decides what becomes of each contact when a file and the database are brought together. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach.recipients.status import Channel
from outreach.recipients.values import ContactEntry, value_sha256


class Outcome(StrEnum):
    """What happens to one contact."""

    ADDED = "added"
    """The file has it, the database had not."""
    CHANGED = "changed"
    """The file's value replaces one that nobody edited or checked."""
    RESTORED = "restored"
    """It was retired, and the file has it again."""
    RETIRED = "retired"
    """The file dropped it, and nobody had edited or checked it."""
    KEPT = "kept"
    """Both agree, or a person added it in the database."""
    CONFLICT = "conflict"
    """The file differs from what a person edited or checked: the database keeps its value."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A contact in the database. `guarded_by` names who edited or checked its present value, or is None."""

    id: int
    channel: Channel
    value: str
    seed_sha256: str
    guarded_by: str | None
    retired: bool

    @property
    def from_file(self) -> bool:
        return bool(self.seed_sha256)


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one contact; `entry` is None when the file has none, `stored` when the database had none."""

    entry: ContactEntry | None
    stored: Stored | None
    outcome: Outcome


def merge_contacts(entries: Sequence[ContactEntry], stored: Sequence[Stored]) -> list[Decision]:
    """Decisions for the contacts of one office: the entries in their order, then what the file has not."""
    pairs = _pairs(entries, stored)
    decisions = [_decide(entry, pairs.get(index)) for index, entry in enumerate(entries)]
    paired = {one.id for one in pairs.values()}
    left = [one for one in stored if one.id not in paired and not one.retired]
    return decisions + [Decision(None, one, _without_entry(one)) for one in left]


def _pairs(entries: Sequence[ContactEntry], stored: Sequence[Stored]) -> dict[int, Stored]:
    """Which entry is which contact: by value, by the value that the file gave before, then by channel alone."""
    pairs: dict[int, Stored] = {}
    alive = [one for one in stored if not one.retired]
    retired = [one for one in stored if one.retired]
    _pair(entries, alive, pairs, lambda entry, one: entry.value == one.value)
    _pair(entries, retired, pairs, lambda entry, one: entry.value == one.value)
    _pair(entries, alive, pairs, lambda entry, one: one.seed_sha256 == value_sha256(entry.channel, entry.value))
    _pair(entries, alive, pairs, lambda _entry, _one: True)
    return pairs


def _pair(
    entries: Sequence[ContactEntry],
    stored: Iterable[Stored],
    pairs: dict[int, Stored],
    same: Callable[[ContactEntry, Stored], bool],
) -> None:
    taken = {one.id for one in pairs.values()}
    for index, entry in enumerate(entries):
        if index in pairs:
            continue
        for one in stored:
            if one.id not in taken and one.channel is entry.channel and same(entry, one):
                pairs[index] = one
                taken.add(one.id)
                break


def _decide(entry: ContactEntry, stored: Stored | None) -> Decision:
    if stored is None:
        return Decision(entry, None, Outcome.ADDED)
    if stored.retired:
        return Decision(entry, stored, Outcome.RESTORED)
    if entry.value == stored.value:
        return Decision(entry, stored, Outcome.KEPT)
    return Decision(entry, stored, Outcome.CONFLICT if stored.guarded_by else Outcome.CHANGED)


def _without_entry(stored: Stored) -> Outcome:
    if not stored.from_file:
        return Outcome.KEPT
    return Outcome.CONFLICT if stored.guarded_by else Outcome.RETIRED
