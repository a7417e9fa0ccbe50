"""A coordinator takes back what was last done to a mail: its kind, its ties, or that it is settled."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import Refused, WrongStatus
from outreach.replies.move import tie
from outreach.replies.reclassify import count_as
from outreach.replies.record import last_act
from outreach.replies.reopen import reopen
from outreach.replies.scope import require_mail
from outreach.replies.status import Act, MatchedBy, ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo, get_mail
from outreach.replies.tables import MailAct


def undo(session: Session, *, mail_id: int, actor: Actor, now: datetime) -> MailInfo:
    """Restore what was before the last act of a person; again restores what was before the one before.

    Raises:
        NotAllowed: the actor is no coordinator or staff, or no person.
        NotFound: there is no such mail.
        Refused: the mail was erased.
        WrongStatus: no person did anything to it that is not undone.
    """
    require_mail(session, actor, Role.STAFF, Role.COORDINATOR, mail_id=mail_id)
    actor.require_person()
    mail = get_mail(session, mail_id)
    if mail.erased_at is not None:
        raise Refused(f"Mail {mail_id} was erased on {mail.erased_at:%Y-%m-%d}: nothing is left to restore.")
    last = last_act(session, mail_id)
    if last is None:
        raise WrongStatus(f"Nothing that a person did to mail {mail_id} is left to undo.")
    last.undone_at, last.undone_by = now, actor.name
    session.add(last)
    facts = {"act": last.act, "of": last.actor, "at": last.at.isoformat()}
    audit.record(session, actor=actor, action="mail.undone", subject=f"mail:{mail_id}", now=now, facts=facts)
    return _restore(session, mail, last, actor, now)


def _restore(session: Session, mail: MailInfo, last: MailAct, actor: Actor, now: datetime) -> MailInfo:
    if last.act is Act.RECLASSIFIED:
        kind = ReplyKind(last.was["kind"]) if last.was["kind"] else None
        return count_as(session, mail, kind=kind, actor=actor, now=now)
    if last.act is Act.MOVED:
        ties = [(int(delivery_id), MatchedBy(by)) for delivery_id, by in last.was["ties"]]
        return tie(session, mail, ties=ties, actor=actor, now=now)
    reopen(session, mail, to=ReplyStatus(last.was["status"]))
    return get_mail(session, mail.id)
