"""The pace of a round: it may be told to leave more slowly than the installation sends, never faster."""

from sqlmodel import Session, col, select

from outreach.errors import BadInput
from outreach.rounds.status import RoundStatus
from outreach.rounds.tables import Round

MOST = 10_000
"""A pace above it is a slip of the hand."""


def checked_pace(per_minute: int | None) -> int | None:
    """Mails a minute as a person gave them; None leaves the pace to the installation. Raises BadInput."""
    if per_minute is not None and not 1 <= per_minute <= MOST:
        raise BadInput(
            f"A round sends 1 to {MOST} mails a minute, not {per_minute}: without a number it takes ours."
        )
    return per_minute


def paces_of_rounds(session: Session) -> dict[int, int]:
    """Mails a minute of the open rounds that have a pace of their own."""
    query = select(Round.id, Round.per_minute).where(
        Round.status == RoundStatus.OPEN, col(Round.per_minute).is_not(None)
    )
    return {number: most for number, most in session.exec(query) if number is not None and most is not None}
