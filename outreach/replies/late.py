"""An answer to a mail that is about to be sent again: it came the first time."""

from datetime import datetime

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.delivery.doubt import doubt
from outreach.replies.effects import TELLS_THAT_IT_CAME
from outreach.replies.match import PROOF
from outreach.replies.reading import Reading
from outreach.replies.store import MailInfo, MatchInfo


def hold_another_try(
    session: Session, *, mail: MailInfo, reading: Reading, match: MatchInfo, actor: Actor, now: datetime
) -> None:
    """Leave it to a person whether the delivery is sent again, when a proven answer tells that it came."""
    if match.matched_by in PROOF and (mail.kind or reading.finding.kind) in TELLS_THAT_IT_CAME:
        reason = f"Mail {mail.id} answers an earlier try."
        doubt(session, delivery_id=match.delivery_id, reason=reason, actor=actor, now=now)
