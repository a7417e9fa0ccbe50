"""Statuses of a delivery, outcomes of an attempt, and the ladder of evidence."""

from enum import StrEnum


class DeliveryStatus(StrEnum):
    """Where one parcel is on its way out."""

    QUEUED = "queued"
    """Approved and waiting for its window."""
    SENDING = "sending"
    """Claimed by a worker, whose result is not written yet."""
    WAITING = "waiting"
    """Failed for now; has a next attempt."""
    ACCEPTED = "accepted"
    """The next mail server said 250. This is not a delivery."""
    DELIVERED = "delivered"
    """A positive delivery status notification or receipt came back."""
    REFUSED = "refused"
    """Refused for good while sending."""
    BOUNCED = "bounced"
    """Accepted first, then reported undeliverable."""
    EXHAUSTED = "exhausted"
    """Failed for now too many times."""
    EXPIRED = "expired"
    """Its window passed before it could be sent."""
    UNCERTAIN = "uncertain"
    """It may or may not have been sent: a person decides."""
    CANCELLED = "cancelled"
    """Called off before it was sent."""
    TO_HAND_OVER = "to_hand_over"
    """A person has to post it, fill in the form, or take it there."""
    HANDED_OVER = "handed_over"
    """A person did, and recorded when and with what proof."""
    RECEIPTED = "receipted"
    """The office confirmed the hand-over."""
    RETURNED = "returned"
    """It came back."""


S = DeliveryStatus
MOVES: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    S.QUEUED: frozenset({S.SENDING, S.EXPIRED, S.CANCELLED}),
    S.WAITING: frozenset({S.SENDING, S.EXPIRED, S.EXHAUSTED, S.CANCELLED}),
    S.SENDING: frozenset({S.ACCEPTED, S.WAITING, S.REFUSED, S.EXHAUSTED, S.UNCERTAIN}),
    # A person decides; or a worker thought lost comes back with the server's reply; or a report tells.
    S.UNCERTAIN: frozenset(
        {S.ACCEPTED, S.QUEUED, S.CANCELLED, S.BOUNCED, S.DELIVERED, S.WAITING, S.REFUSED, S.EXHAUSTED}
    ),
    S.ACCEPTED: frozenset({S.DELIVERED, S.BOUNCED}),
    S.DELIVERED: frozenset({S.BOUNCED}),
    S.TO_HAND_OVER: frozenset({S.HANDED_OVER, S.EXPIRED, S.CANCELLED}),
    S.HANDED_OVER: frozenset({S.RECEIPTED, S.RETURNED}),
    S.RECEIPTED: frozenset({S.RETURNED}),
}
BACKWARDS: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    S.DELIVERED: frozenset({S.ACCEPTED, S.UNCERTAIN}),
    S.BOUNCED: frozenset({S.ACCEPTED, S.DELIVERED, S.UNCERTAIN}),
}
"""Only when the report that told it is taken back."""
LATE: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    S.QUEUED: frozenset({S.ACCEPTED, S.UNCERTAIN}),
    S.WAITING: frozenset({S.ACCEPTED, S.UNCERTAIN}),
    S.CANCELLED: frozenset({S.ACCEPTED}),
    S.EXPIRED: frozenset({S.ACCEPTED}),
}
"""Only when it turns out afterwards that an earlier try was taken: it must not be sent again."""
CLAIMABLE = frozenset({S.QUEUED, S.WAITING})
"""May be sent when due."""
UNSENT = frozenset({S.QUEUED, S.WAITING, S.TO_HAND_OVER})
"""May be called off, or expire."""
IN_HAND = frozenset({S.SENDING, S.UNCERTAIN})
"""A worker's result may still come."""
FAILED = frozenset({S.REFUSED, S.BOUNCED, S.EXHAUSTED, S.EXPIRED, S.RETURNED})
"""May be sent again to another contact."""


class Outcome(StrEnum):
    """How one attempt ended."""

    ACCEPTED = "accepted"
    """The server said 250 to the end of DATA."""
    TEMPORARY = "temporary"
    """A failure that may pass."""
    PERMANENT = "permanent"
    """A failure that will not."""
    UNCERTAIN = "uncertain"
    """Lost after the end of DATA and before the reply, or the worker died."""


class Rung(StrEnum):
    """The ladder of evidence, lowest first. A screen shows the highest, with its proof."""

    RELAY_ACCEPTED = "relay_accepted"
    """Our own relay accepted it."""
    HANDED_OVER = "handed_over"
    """A person posted it, submitted the form or took it there, with proof."""
    SERVER_ACCEPTED = "server_accepted"
    """The recipient's own mail server accepted it."""
    DSN_DELIVERED = "dsn_delivered"
    """A delivery status notification or a receipt says delivered."""
    AUTO_ACKNOWLEDGED = "auto_acknowledged"
    """An automatic acknowledgement came."""
    ACKNOWLEDGED = "acknowledged"
    """A person at the office acknowledged it, with the office's reference where there is one."""
    ANSWERED = "answered"
    """The office answered in substance."""


LADDER: tuple[Rung, ...] = tuple(Rung)
OF_LEAVING = (Rung.HANDED_OVER, Rung.RELAY_ACCEPTED, Rung.SERVER_ACCEPTED)
"""What proves that a letter left us; the rungs above tell what came back."""
