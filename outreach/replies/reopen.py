"""A settled mail is looked at again."""

from sqlmodel import Session

from outreach.replies.status import MOVES, ReplyStatus
from outreach.replies.store import MailInfo
from outreach.replies.tables import Mail
from outreach.transitions import advance


def reopen(session: Session, mail: MailInfo, *, to: ReplyStatus = ReplyStatus.NEEDS_READER) -> None:
    """Back to a reader, or to whoever ties it; one that is open already stays as it is."""
    row = session.get(Mail, mail.id)
    assert row is not None
    if row.status is ReplyStatus.SETTLED:
        row.status = advance(row.status, to, moves=MOVES, what=f"mail {mail.id}")
        session.add(row)
    session.flush()
