"""What a mail did to a delivery, and what people did to a mail: kept, so that each can be taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from outreach.accounts import Actor
from outreach.delivery.status import DeliveryStatus
from outreach.replies.status import Act
from outreach.replies.tables import MailAct, MailEffect


def keep_effect(
    session: Session, *, mail_id: int, delivery_id: int, became: DeliveryStatus, now: datetime
) -> None:
    """The mail settled the delivery as this."""
    session.add(MailEffect(mail_id=mail_id, delivery_id=delivery_id, became=became, at=now))


def keep_act(
    session: Session, *, mail_id: int, act: Act, was: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    """A person did this to the mail; `was` is what undoing it restores."""
    session.add(MailAct(mail_id=mail_id, act=act, was=dict(was), at=now, actor=actor.name))


def last_act(session: Session, mail_id: int) -> MailAct | None:
    """The newest act that was not undone."""
    query = select(MailAct).where(MailAct.mail_id == mail_id, col(MailAct.undone_at).is_(None))
    return session.exec(query.order_by(col(MailAct.id).desc())).first()
