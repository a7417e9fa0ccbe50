"""A coordinator says which delivery a mail belongs to, or that it belongs to none."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.store import get_delivery
from outreach.errors import Refused, WrongStatus
from outreach.replies.record import keep_act
from outreach.replies.reopen import reopen
from outreach.replies.scope import require_mail
from outreach.replies.settle import carry_out
from outreach.replies.status import Act, MatchedBy
from outreach.replies.store import MailInfo, get_mail
from outreach.replies.tables import MailMatch
from outreach.replies.take_back import take_back
from outreach.rounds.scope import require_addressee

Tie = tuple[int, MatchedBy]


def move(session: Session, *, mail_id: int, delivery_id: int, actor: Actor, now: datetime) -> MailInfo:
    """Tie the mail to this delivery only; earlier ties end and stay on record. Its effects apply to this delivery.

    What it did to the deliveries that it was tied to is taken back; `undo` brings the ties back.

    Raises:
        NotAllowed: the actor is no coordinator or staff, or no person.
        NotFound: there is no such mail or delivery.
        Refused: the mail was erased.
    """
    mail = _movable(session, mail_id, actor)
    addressee_id = get_delivery(session, delivery_id).addressee_id
    require_addressee(session, actor, Role.STAFF, Role.COORDINATOR, addressee_id=addressee_id)
    _write_down(session, mail, delivery_id, actor, now)
    return tie(session, mail, ties=[(delivery_id, MatchedBy.PERSON)], actor=actor, now=now)


def untie(session: Session, *, mail_id: int, actor: Actor, now: datetime) -> MailInfo:
    """The mail belongs to none of the deliveries that it is tied to. Otherwise as `move`.

    Raises:
        NotAllowed, NotFound, Refused: as `move`.
        WrongStatus: it is tied to none.
    """
    mail = _movable(session, mail_id, actor)
    if not mail.matches:
        raise WrongStatus(f"Mail {mail_id} is tied to no delivery.")
    _write_down(session, mail, None, actor, now)
    return tie(session, mail, ties=[], actor=actor, now=now)


def tie(session: Session, mail: MailInfo, *, ties: list[Tie], actor: Actor, now: datetime) -> MailInfo:
    """Take back what the mail did, end its ties, carry it out under these. For the verbs, which write it down."""
    take_back(session, mail, reason=f"Mail {mail.id} is about another letter.", actor=actor, now=now)
    standing = select(MailMatch).where(MailMatch.mail_id == mail.id, col(MailMatch.ended_at).is_(None))
    for row in session.exec(standing):
        row.ended_at, row.ended_by = now, actor.name
        session.add(row)
    session.add_all(
        MailMatch(
            mail_id=mail.id, delivery_id=delivery_id, matched_by=matched_by, matched_at=now, actor=actor.name
        )
        for delivery_id, matched_by in ties
    )
    reopen(session, mail)
    return carry_out(session, mail_id=mail.id, actor=actor, now=now)


def _movable(session: Session, mail_id: int, actor: Actor) -> MailInfo:
    require_mail(session, actor, Role.STAFF, Role.COORDINATOR, mail_id=mail_id)
    actor.require_person()
    mail = get_mail(session, mail_id)
    if mail.erased_at is not None:
        raise Refused(f"Mail {mail_id} was erased on {mail.erased_at:%Y-%m-%d}: nothing is left to move.")
    return mail


def _write_down(session: Session, mail: MailInfo, delivery_id: int | None, actor: Actor, now: datetime) -> None:
    was = {"ties": [[match.delivery_id, match.matched_by] for match in mail.matches]}
    keep_act(session, mail_id=mail.id, act=Act.MOVED, was=was, actor=actor, now=now)
    were = ",".join(str(match.delivery_id) for match in mail.matches)
    audit.record(
        session,
        actor=actor,
        action="mail.moved",
        subject=f"mail:{mail.id}",
        now=now,
        facts={"delivery": delivery_id, "were": were},
    )
