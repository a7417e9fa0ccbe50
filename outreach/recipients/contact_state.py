"""How much a contact can be relied on today. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from outreach.recipients.status import Channel

SOON = timedelta(days=14)
_NEEDS_VALUE = frozenset({Channel.EMAIL, Channel.POST, Channel.WEB_FORM})


class Reach(Protocol):
    """What of a contact its state is told from."""

    @property
    def id(self) -> int: ...

    @property
    def channel(self) -> Channel: ...

    @property
    def value(self) -> str: ...

    @property
    def check_expires_at(self) -> datetime | None: ...

    @property
    def flagged_reason(self) -> str | None: ...


class ContactState(StrEnum):
    """What a person should know before a letter goes there."""

    OBJECTED = "objected"
    """Somebody asked not to be written to there."""
    EMPTY = "no address"
    """Nobody has entered the address yet."""
    DOUBT = "in doubt"
    """Something went wrong with it, such as a bounce, and nobody has checked it since."""
    EXPIRED = "expired"
    """Its check is too old for a live letter."""
    EXPIRING = "expiring"
    """Its check ends within 14 days."""
    UNCHECKED = "not checked"
    """No person ever compared it with an official page."""
    CHECKED = "checked"
    """A person compared it with an official page, and that still holds."""


KINDS = {
    ContactState.CHECKED: "good",
    ContactState.EXPIRING: "warn",
    ContactState.UNCHECKED: "todo",
    ContactState.EMPTY: "",
    ContactState.EXPIRED: "bad",
    ContactState.DOUBT: "bad",
    ContactState.OBJECTED: "bad",
}
"""The colour of each, as a class of the style sheet."""


def state_of(contact: Reach, *, objected: Collection[int | None], now: datetime) -> ContactState:
    """`objected` holds the contact ids that objections to this office stand for; None in it covers the office."""
    if contact.id in objected or None in objected:
        return ContactState.OBJECTED
    if contact.channel in _NEEDS_VALUE and not contact.value:
        return ContactState.EMPTY
    if contact.flagged_reason is not None:
        return ContactState.DOUBT
    if contact.check_expires_at is None:
        return ContactState.UNCHECKED
    if contact.check_expires_at <= now:
        return ContactState.EXPIRED
    return ContactState.EXPIRING if contact.check_expires_at <= now + SOON else ContactState.CHECKED
