"""What a file says about one member of a parliament, before anything is looked up. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from unicodedata import category

from outreach.recipients.address import fault_of, tidied
from outreach.recipients.status import Chamber, Channel, HolderForm
from outreach.recipients.values import ContactEntry

MAX_NAME = 120
"""Characters: a name fits on one line of a letter."""
GENDERS = {"m": HolderForm.M, "male": HolderForm.M, "f": HolderForm.F, "female": HolderForm.F}
NOT_STATED = frozenset({"", "any", "unknown", "other"})
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Why(StrEnum):
    """Why a row is not taken in."""

    FAULT = "fault"
    """It is wrong or not clear: nothing is retired until it is mended."""
    ENDED = "ended"
    """The term is over."""
    AHEAD = "ahead"
    """The term has not begun."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken in: its line (from 1; 0 where the format has none), its name for itself, and why.

    `office_key` is the seat that it speaks of, where that much is known.
    """

    line: int
    record: str
    why: Why
    reason: str
    office_key: str = ""

    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line else ""
        return f"{line}{self.record}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Member:
    """One person in one seat.

    `region`, `district` and `seat` are as written; `form` is `any` where the source does not state a gender;
    `doubts` are sentences about what was left out of the row.
    """

    line: int
    record: str
    name: str
    form: HolderForm
    chamber: Chamber | None
    region: str = ""
    district: str = ""
    seat: str = ""
    since: date | None = None
    until: date | None = None
    contacts: tuple[ContactEntry, ...] = ()
    website: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a file, in its order."""

    members: tuple[Member, ...]
    refusals: tuple[Refusal, ...]


def reading_of(found: Iterable[Member | Refusal]) -> Reading:
    """Members and refusals apart."""
    rows = tuple(found)
    return Reading(
        members=tuple(row for row in rows if isinstance(row, Member)),
        refusals=tuple(row for row in rows if isinstance(row, Refusal)),
    )


def text_at(record: Any, *path: str) -> str:
    """The text at a path of keys, without blanks around it; empty where there is none."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return record.strip() if isinstance(record, str) else ""


class RowFault(Exception):
    """What is wrong with one row, as a sentence; its reader turns it into a Refusal."""


def day_of(text: str, what: str) -> date | None:
    """A day written `2026-11-24` or `24.11.2026` (leading zeros or none); None when nothing is written.

    Raises:
        RowFault: it is written in another way, or there is no such day.
    """
    text = text.strip()
    if not text:
        return None
    try:
        if found := ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DOTTED_DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise RowFault(f"there is no day {text!r} ({what}).") from None
    raise RowFault(f"{what} {text!r} is not a day: write it as 2026-11-24 or 24.11.2026.")


def name_of(text: str) -> str:
    """A person's name on one line.

    Raises:
        RowFault: it is empty, too long, or has characters that are no part of a name.
    """
    name = " ".join(text.split())
    if not name:
        raise RowFault("the name is missing.")
    if len(name) > MAX_NAME:
        raise RowFault(f"the name has more than {MAX_NAME} characters.")
    if any(category(letter) in {"Cc", "Cf", "Co", "Cs"} or letter in "{}<>" for letter in name):
        raise RowFault(f"the name {name!r} has characters that are no part of a name.")
    return name


def form_of(text: str) -> HolderForm:
    """The form of address by the stated gender; `any` where none is stated. Never guessed from a name.

    Raises:
        RowFault: another word stands there.
    """
    word = text.strip().casefold()
    if word in NOT_STATED:
        return HolderForm.ANY
    if word in GENDERS:
        return GENDERS[word]
    raise RowFault(f"the form of address {text.strip()!r} is none of m, f, any, male, female.")


def contacts_of(found: Sequence[tuple[Channel, str]]) -> tuple[tuple[ContactEntry, ...], tuple[str, ...]]:
    """The contacts that are well formed, in their order and once each, and a sentence for each that is not."""
    entries: dict[tuple[Channel, str], ContactEntry] = {}
    doubts = []
    for channel, written in found:
        value = tidied(channel, written)
        if not value:
            continue
        if fault := fault_of(channel, value):
            doubts.append(f"its {channel.replace('_', ' ')} contact is left out: {fault}")
        else:
            entries.setdefault((channel, value), ContactEntry(channel, value))
    return tuple(entries.values()), tuple(doubts)
