"""Vocabulary of recipients: channels, branches, holder forms, scopes."""

from enum import StrEnum


class Channel(StrEnum):
    """How an office is reached."""

    EMAIL = "email"
    """An e-mail address that an official page states."""
    POST = "post"
    """A postal address."""
    WEB_FORM = "web_form"
    """A form on the office's own site; needs its URL."""
    VIA_MEMBER = "via_member"
    """A formal petition that a member of that parliament must present."""
    IN_PERSON = "in_person"
    """Handed over by a person."""


class HolderForm(StrEnum):
    """Which form of address the holder of an office uses."""

    M = "m"
    """The masculine form."""
    F = "f"
    """The feminine form."""
    ANY = "any"
    """A form that fits whoever holds the office."""


class Scope(StrEnum):
    """What an objection covers."""

    OFFICE = "office"
    """Every contact of the office."""
    CONTACT = "contact"
    """One contact only."""


class ProposalStatus(StrEnum):
    """What became of a proposed change to a contact."""

    OPEN = "open"
    """Waits for a person."""
    ACCEPTED = "accepted"
    """A person made the change."""
    DECLINED = "declined"
    """A person decided against it."""
