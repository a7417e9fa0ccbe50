"""Put what waits for a person into one mail: a hundred bounces are one mail, not a hundred."""

import secrets
from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from outreach.notices.status import MailStatus, NoticeKind
from outreach.notices.store import list_reached
from outreach.notices.tables import Notice, NoticeMail

PAUSE = timedelta(minutes=15)
"""At least so long between two mails to one person: what comes meanwhile goes into the next."""


def group(session: Session, *, domain: str, now: datetime) -> int:
    """Make the mails that are due; how many. A digest and a greeting wait for nobody."""
    reached = {user.name for user, _ in list_reached(session)}
    waiting: dict[str, list[Notice]] = defaultdict(list)
    query = select(Notice).where(col(Notice.mail_id).is_(None)).order_by(col(Notice.id)).with_for_update()
    for notice in session.exec(query):
        waiting[notice.user_name].append(notice)
    due = {
        name: notices for name, notices in waiting.items() if name in reached and _is_due(session, notices, now)
    }
    for name, notices in due.items():
        _make(session, name, notices, domain, now)
    return len(due)


def _is_due(session: Session, notices: list[Notice], now: datetime) -> bool:
    if any(notice.kind in (NoticeKind.DIGEST, NoticeKind.GREETING) for notice in notices):
        return True
    newest = select(func.max(NoticeMail.made_at)).where(NoticeMail.user_name == notices[0].user_name)
    made_at = session.exec(newest).one()
    return made_at is None or made_at + PAUSE <= now


def _make(session: Session, name: str, notices: list[Notice], domain: str, now: datetime) -> None:
    mail = NoticeMail(
        user_name=name,
        status=MailStatus.QUEUED,
        message_id=f"<notice.{secrets.token_hex(16)}@{domain}>",
        made_at=now,
        next_attempt_at=now,
    )
    session.add(mail)
    session.flush()
    ids = [notice.id for notice in notices]
    session.exec(update(Notice).where(col(Notice.id).in_(ids)).values(mail_id=mail.id))
