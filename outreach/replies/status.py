"""What a mail is, and where its handling stands."""

from enum import StrEnum


class ReplyKind(StrEnum):
    """What came in."""

    BOUNCE = "bounce"
    """A report that delivery failed for good."""
    DELAY = "delay"
    """A report that delivery is late; it may still succeed."""
    CHALLENGE = "challenge"
    """Asks the sender to prove that a person wrote."""
    AUTO_REPLY = "auto_reply"
    """An automatic note, such as out of office."""
    ACKNOWLEDGEMENT = "acknowledgement"
    """An automatic note that the letter was received, often with a file number."""
    DELIVERY_RECEIPT = "delivery_receipt"
    """A delivery status notification of success (RFC 3464)."""
    READ_RECEIPT = "read_receipt"
    """A message disposition notification (RFC 8098)."""
    FEEDBACK_REPORT = "feedback_report"
    """A complaint in the abuse reporting format (RFC 5965)."""
    HUMAN = "human"
    """Written by a person."""
    UNREADABLE = "unreadable"
    """Could not be parsed within the limits; the raw mail is kept."""


WRITTEN = frozenset({ReplyKind.AUTO_REPLY, ReplyKind.ACKNOWLEDGEMENT, ReplyKind.HUMAN})
"""What an office itself wrote, by a person or a program of its own."""


class ReplyStatus(StrEnum):
    """Where the handling of a mail stands."""

    NEW = "new"
    """Stored, not yet classified and matched."""
    NEEDS_MATCH = "needs_match"
    """Belongs to no delivery that we know: a person says which."""
    NEEDS_READER = "needs_reader"
    """Matched, and a person has to read it."""
    SETTLED = "settled"
    """Its effect is recorded."""


MOVES: dict[ReplyStatus, frozenset[ReplyStatus]] = {
    ReplyStatus.NEW: frozenset({ReplyStatus.SETTLED, ReplyStatus.NEEDS_MATCH, ReplyStatus.NEEDS_READER}),
    ReplyStatus.NEEDS_MATCH: frozenset({ReplyStatus.SETTLED, ReplyStatus.NEEDS_READER}),
    ReplyStatus.NEEDS_READER: frozenset({ReplyStatus.SETTLED, ReplyStatus.NEEDS_MATCH}),
    ReplyStatus.SETTLED: frozenset({ReplyStatus.NEEDS_MATCH, ReplyStatus.NEEDS_READER}),
}


class MatchedBy(StrEnum):
    """How a mail was tied to a delivery."""

    TOKEN = "token"
    """The signed token of the return path or Reply-To."""
    REFERENCE = "reference"
    """Our printed, checksummed reference, or the office's own file number that an earlier mail from there gave."""
    MESSAGE_ID = "message_id"
    """Our Message-ID in In-Reply-To, References or a returned header."""
    PERSON = "person"
    """A coordinator said so."""


class Act(StrEnum):
    """What a person did to a mail, and can undo."""

    RECLASSIFIED = "reclassified"
    """Said what it is."""
    MOVED = "moved"
    """Said which delivery it belongs to, or that it belongs to none."""
    SETTLED = "settled"
    """Said that nothing is left to do with it."""
