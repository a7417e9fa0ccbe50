"""A mail is not what it was taken for, or is about another letter: all that it did is taken back."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach.accounts import Actor
from outreach.delivery.store import get_delivery
from outreach.delivery.take_back import take_back as take_back_delivery
from outreach.delivery.take_back import withdraw_proofs
from outreach.recipients.decide import withdraw_evidence
from outreach.replies.effects import says
from outreach.replies.match import PROOF
from outreach.replies.record import keep_effect
from outreach.replies.status import ReplyKind
from outreach.replies.store import MailInfo
from outreach.replies.tables import Mail, MailEffect, MailMatch


def take_back(session: Session, mail: MailInfo, *, reason: str, actor: Actor, now: datetime) -> None:
    """Its proofs count no more, doubts and open proposals end, and each delivery says what the rest of it proves.

    What people decided on its ground stays: an objection, a contact, an answer that was recorded.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
    """
    source = f"mail:{mail.id}"
    withdraw_proofs(session, source=source, reason=reason, actor=actor, now=now)
    withdraw_evidence(session, evidence=source, actor=actor, now=now)
    standing = select(MailEffect).where(MailEffect.mail_id == mail.id, col(MailEffect.taken_back_at).is_(None))
    for effect in session.exec(standing).all():
        effect.taken_back_at = now
        session.add(effect)
        if get_delivery(session, effect.delivery_id).status is not effect.became:
            continue
        other = _other_that_says_so(session, effect)
        if other is not None:
            keep_effect(session, mail_id=other, delivery_id=effect.delivery_id, became=effect.became, now=now)
        else:
            take_back_delivery(session, delivery_id=effect.delivery_id, reason=reason, actor=actor, now=now)
    session.flush()


def _other_that_says_so(session: Session, effect: MailEffect) -> int | None:
    """Another mail of the delivery that reports the same, by a tie that proves something."""
    query = (
        select(Mail.id, Mail.kind)
        .join(MailMatch, col(MailMatch.mail_id) == col(Mail.id))
        .where(
            MailMatch.delivery_id == effect.delivery_id,
            col(MailMatch.ended_at).is_(None),
            col(MailMatch.matched_by).in_(PROOF),
            Mail.id != effect.mail_id,
        )
    )
    found = (one for one, kind in session.exec(query) if kind and says(ReplyKind(kind)) is effect.became)
    return next(found, None)
