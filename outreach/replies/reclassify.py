"""A coordinator says what a mail is: what it did as something else is taken back, what it means now is done."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import Refused, WrongStatus
from outreach.replies.record import keep_act
from outreach.replies.reopen import reopen
from outreach.replies.scope import require_mail
from outreach.replies.settle import carry_out
from outreach.replies.status import Act, ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo, get_mail
from outreach.replies.tables import Mail
from outreach.replies.take_back import take_back


def reclassify(session: Session, *, mail_id: int, kind: ReplyKind, actor: Actor, now: datetime) -> MailInfo:
    """Count the mail as `kind` from now on; the classifier's finding stays beside it, and `undo` brings it back.

    Raises:
        NotAllowed: the actor is no coordinator or staff, or no person.
        NotFound: there is no such mail.
        Refused: the mail was erased, or nobody reads a mail into being unreadable.
        WrongStatus: it is not read yet, or of that kind already.
    """
    require_mail(session, actor, Role.STAFF, Role.COORDINATOR, mail_id=mail_id)
    actor.require_person()
    mail = get_mail(session, mail_id)
    if mail.erased_at is not None:
        raise Refused(f"Mail {mail_id} was erased on {mail.erased_at:%Y-%m-%d}: nothing is left to judge.")
    if kind is ReplyKind.UNREADABLE:
        raise Refused("Only the parser calls a mail unreadable: choose what it is to whoever reads it.")
    if mail.status is ReplyStatus.NEW or mail.kind is kind:
        said = "not read yet" if mail.status is ReplyStatus.NEW else f"{kind} already"
        raise WrongStatus(f"Mail {mail_id} is {said}.")
    was = {"kind": mail.kind}
    keep_act(session, mail_id=mail_id, act=Act.RECLASSIFIED, was=was, actor=actor, now=now)
    facts = {"was": mail.kind, "kind": kind}
    subject = f"mail:{mail_id}"
    audit.record(session, actor=actor, action="mail.reclassified", subject=subject, now=now, facts=facts)
    return count_as(session, mail, kind=kind, actor=actor, now=now)


def count_as(session: Session, mail: MailInfo, *, kind: ReplyKind | None, actor: Actor, now: datetime) -> MailInfo:
    """Take back what the mail did, and carry it out as this kind. For the verbs, which write it down."""
    take_back(session, mail, reason=f"Mail {mail.id} is of another kind.", actor=actor, now=now)
    row = session.get(Mail, mail.id)
    assert row is not None
    row.kind = kind
    session.add(row)
    reopen(session, mail)
    return carry_out(session, mail_id=mail.id, actor=actor, now=now)
