"""Where an office stands in a round: exactly one place, decided from everything that was sent to it."""

from collections.abc import Iterable
from enum import StrEnum

from outreach.delivery.status import DeliveryStatus


class Standing(StrEnum):
    """One of these holds for every office of a round; the first that fits, in this order."""

    ANSWERED = "answered"
    """Answered in substance: a response with a position on a demand stands."""
    WAITING_FOR_PERSON = "waiting_for_person"
    """A person has to read a mail, or to decide what became of a delivery."""
    HANDED_OVER = "handed_over"
    """Posted, submitted or taken there by a person, with proof."""
    SENT = "sent"
    """Accepted by a mail server, and not reported undeliverable."""
    TO_HAND_OVER = "to_hand_over"
    """A person has to post it, fill in the form or take it there."""
    TO_SEND = "to_send"
    """Planned, and not sent yet."""
    BOUNCED = "bounced"
    """Accepted first, then reported undeliverable, or returned."""
    REFUSED = "refused"
    """Refused while sending, or failed too many times."""
    CALLED_OFF = "called_off"
    """Cancelled, or its window passed."""
    LEFT_OUT = "left_out"
    """Not written to, with a reason."""


S = DeliveryStatus
BY_STATUS: dict[DeliveryStatus, Standing] = {
    S.QUEUED: Standing.TO_SEND,
    S.SENDING: Standing.TO_SEND,
    S.WAITING: Standing.TO_SEND,
    S.ACCEPTED: Standing.SENT,
    S.DELIVERED: Standing.SENT,
    S.REFUSED: Standing.REFUSED,
    S.EXHAUSTED: Standing.REFUSED,
    S.BOUNCED: Standing.BOUNCED,
    S.RETURNED: Standing.BOUNCED,
    S.EXPIRED: Standing.CALLED_OFF,
    S.CANCELLED: Standing.CALLED_OFF,
    S.UNCERTAIN: Standing.WAITING_FOR_PERSON,
    S.TO_HAND_OVER: Standing.TO_HAND_OVER,
    S.HANDED_OVER: Standing.HANDED_OVER,
    S.RECEIPTED: Standing.HANDED_OVER,
}
ORDER = tuple(Standing)
REACHED = frozenset({Standing.ANSWERED, Standing.WAITING_FOR_PERSON, Standing.HANDED_OVER, Standing.SENT})
"""Offices that can be expected to answer."""


def standing_of(
    statuses: Iterable[DeliveryStatus], *, planned: Iterable[Standing], is_answered: bool, needs_reader: bool
) -> Standing:
    """The standing of one office.

    `statuses` are of all its deliveries in the round: a letter that was sent again counts by where it came
    furthest. `planned` is where that stands which is not queued yet.
    """
    if is_answered:
        return Standing.ANSWERED
    if needs_reader:
        return Standing.WAITING_FOR_PERSON
    found = {BY_STATUS[status] for status in statuses} | set(planned)
    return min(found, key=ORDER.index, default=Standing.LEFT_OUT)
