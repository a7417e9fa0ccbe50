"""What a government said about a demand and did about a promise, and how much of it may be shown."""

from enum import StrEnum


class Position(StrEnum):
    """A person's judgement of what an answer says about one demand. No answer is computed, never recorded."""

    ACKNOWLEDGED = "acknowledged"
    """Says it has read the demand, no more."""
    REFERRED = "referred"
    """Passed it to another office."""
    SUPPORTS = "supports"
    """Says it agrees."""
    PARTLY = "partly"
    """Agrees with a part."""
    DECLINES = "declines"
    """Says it will not."""
    ACTED = "acted"
    """Has done it, or has begun to."""


SUBSTANTIVE = frozenset({Position.SUPPORTS, Position.PARTLY, Position.DECLINES, Position.ACTED})
"""An answer in substance. The others only say that the letter was read or passed on."""


class Disclosure(StrEnum):
    """Who may see an answer."""

    INTERNAL = "internal"
    """Only the campaign's own users."""
    SUMMARY = "summary"
    """The positions may be published."""
    QUOTABLE = "quotable"
    """Its words may be quoted."""


PUBLIC = frozenset({Disclosure.SUMMARY, Disclosure.QUOTABLE})
"""Positions of such answers may leave the campaign."""


class AnswerChannel(StrEnum):
    """How an answer reached the campaign."""

    EMAIL = "email"
    """By e-mail."""
    POST = "post"
    """On paper."""
    WEB = "web"
    """On a web site or portal."""
    PHONE = "phone"
    """By telephone."""
    MEETING = "meeting"
    """In a meeting."""


class CommitmentOutcome(StrEnum):
    """What became of a commitment, as a person judged it. One that nobody judged has none."""

    KEPT = "kept"
    """It did what it said."""
    PARTLY_KEPT = "partly_kept"
    """It did a part of it, or did it late."""
    BROKEN = "broken"
    """It did not."""
