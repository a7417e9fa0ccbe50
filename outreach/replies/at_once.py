"""Whether a mail came so soon after the letter that nobody can have read it: then a program answered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.delivery.status import Outcome
from outreach.delivery.store import list_attempts
from outreach.replies.match import Match
from outreach.replies.reading import Reading

SOONEST = timedelta(seconds=60)
"""Nobody reads a letter with a dossier, and answers, within a minute. A busy program may take longer."""


def came_at_once(session: Session, matches: Sequence[Match], *, collected_at: datetime) -> bool:
    """Whether we had the mail within `SOONEST` of a relay's accepting the letter that it answers.

    Both times are our own clock's: what the mail says of itself is another's. A mail that lay in the mailbox for
    longer proves nothing, and neither does one that we have from before the letter left.
    """
    accepted = (
        attempt.ended_at
        for one in matches
        for attempt in list_attempts(session, one.delivery_id)
        if attempt.outcome is Outcome.ACCEPTED and attempt.ended_at is not None
    )
    return any(timedelta(0) < collected_at - at <= SOONEST for at in accepted)


def told_by_time(reading: Reading) -> Reading:
    """The same mail as a program's note, with the reason for whoever looks at it."""
    assert reading.if_at_once is not None
    notes = (*reading.finding.notes, "It came within a minute of the letter: a program answered.")
    return replace(reading, finding=replace(reading.finding, kind=reading.if_at_once, notes=notes))
