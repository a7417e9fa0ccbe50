"""Statuses of a review."""

from enum import StrEnum


class ReviewStatus(StrEnum):
    """What a person decided about a parcel."""

    AWAITING = "awaiting"
    """Nobody has decided yet."""
    APPROVED = "approved"
    """May be sent as long as its manifest is still what would be built today."""
    CHANGES_WANTED = "changes_wanted"
    """A new version has to be built."""
    WITHDRAWN = "withdrawn"
    """An approval taken back before it was sent."""


MOVES: dict[ReviewStatus, frozenset[ReviewStatus]] = {
    ReviewStatus.AWAITING: frozenset({ReviewStatus.APPROVED, ReviewStatus.CHANGES_WANTED, ReviewStatus.WITHDRAWN}),
    ReviewStatus.APPROVED: frozenset({ReviewStatus.WITHDRAWN, ReviewStatus.CHANGES_WANTED}),
}
