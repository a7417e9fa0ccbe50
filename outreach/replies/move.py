"""A coordinator says which delivery a mail belongs to."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.store import get_delivery
from outreach.errors import Refused
from outreach.replies.settle import carry_out
from outreach.replies.status import MOVES, MatchedBy, ReplyStatus
from outreach.replies.store import MailInfo, get_mail
from outreach.replies.tables import Mail, MailMatch
from outreach.transitions import advance


def move(session: Session, *, mail_id: int, delivery_id: int, actor: Actor, now: datetime) -> MailInfo:
    """Tie the mail to this delivery only; earlier ties end and stay on record. Its effects apply to this delivery.

    What an earlier tie did to another delivery is not undone: facts are corrected by settling that delivery.

    Raises:
        NotAllowed: the actor is no coordinator or staff, or no person.
        NotFound: there is no such mail or delivery.
        Refused: the mail was erased.
    """
    actor.require(Role.STAFF, Role.COORDINATOR)
    actor.require_person()
    mail = get_mail(session, mail_id)
    if mail.erased_at is not None:
        raise Refused(f"Mail {mail_id} was erased on {mail.erased_at:%Y-%m-%d}: nothing is left to move.")
    get_delivery(session, delivery_id)
    standing = select(MailMatch).where(MailMatch.mail_id == mail_id, col(MailMatch.ended_at).is_(None))
    for row in session.exec(standing):
        row.ended_at, row.ended_by = now, actor.name
        session.add(row)
    session.add(
        MailMatch(
            mail_id=mail_id,
            delivery_id=delivery_id,
            matched_by=MatchedBy.PERSON,
            matched_at=now,
            actor=actor.name,
        )
    )
    were = ",".join(str(match.delivery_id) for match in mail.matches)
    audit.record(
        session,
        actor=actor,
        action="mail.moved",
        subject=f"mail:{mail_id}",
        now=now,
        facts={"delivery": delivery_id, "were": were},
    )
    _reopen(session, mail)
    return carry_out(session, mail_id=mail_id, actor=actor, now=now)


def _reopen(session: Session, mail: MailInfo) -> None:
    """A settled mail is looked at again after it was moved."""
    if mail.status is ReplyStatus.SETTLED:
        row = session.get(Mail, mail.id)
        assert row is not None
        row.status = advance(row.status, ReplyStatus.NEEDS_READER, moves=MOVES, what=f"mail {mail.id}")
        session.add(row)
    session.flush()
