"""Long lists of mail: narrowed, counted and cut by the database.

`seen_by` leaves out what is about deliveries outside the scope of somebody's roles.
"""

from collections import Counter
from typing import Any

from sqlalchemy import case, func, or_
from sqlmodel import Session, col, select

from outreach.accounts import Actor
from outreach.delivery.search import deliveries_in, deliveries_seen
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo, mail_infos
from outreach.replies.tables import Mail, MailMatch

FIRST = (ReplyStatus.NEEDS_MATCH, ReplyStatus.NEEDS_READER, ReplyStatus.NEW, ReplyStatus.SETTLED)
"""What waits for a person comes first."""


def search_mails(
    session: Session,
    *,
    status: ReplyStatus | None,
    kind: ReplyKind | None,
    limit: int,
    offset: int = 0,
    seen_by: Actor | None = None,
) -> list[MailInfo]:
    """Mails that are like that: what waits for a person first, then the newest."""
    rank = case({one: place for place, one in enumerate(FIRST)}, value=col(Mail.status))
    # Numbers first: sorting whole rows would carry each mail's text along.
    query = select(col(Mail.id)).where(*_conditions(status, kind, seen_by)).order_by(rank, col(Mail.id).desc())
    ids = session.exec(query.limit(limit).offset(offset)).all()
    rows = {row.id: row for row in session.exec(select(Mail).where(col(Mail.id).in_(ids)))}
    return mail_infos(session, [rows[number] for number in ids])


def newest_mails(session: Session, *, government: str, limit: int, seen_by: Actor) -> list[MailInfo]:
    """Mails about letters to a government, the newest first."""
    matches = [col(MailMatch.ended_at).is_(None), col(MailMatch.delivery_id).in_(deliveries_in(government))]
    if seen_by.limits:
        matches.append(col(MailMatch.delivery_id).in_(deliveries_seen(seen_by)))
    about = select(MailMatch.mail_id).where(*matches)
    query = select(Mail).where(col(Mail.id).in_(about)).order_by(col(Mail.id).desc()).limit(limit)
    return mail_infos(session, session.exec(query).all())


def count_mails(
    session: Session,
    *,
    status: ReplyStatus | None = None,
    kind: ReplyKind | None = None,
    seen_by: Actor | None = None,
) -> int:
    """How many mails are like that."""
    return session.exec(select(func.count()).select_from(Mail).where(*_conditions(status, kind, seen_by))).one()


def count_by_status(session: Session, *, seen_by: Actor | None = None) -> Counter[ReplyStatus]:
    """How many mails are in each status."""
    query = select(Mail.status, func.count()).where(*_conditions(None, None, seen_by)).group_by(col(Mail.status))
    return Counter({ReplyStatus(one): number for one, number in session.exec(query)})


def count_by_kind(
    session: Session, *, status: ReplyStatus | None = None, seen_by: Actor | None = None
) -> Counter[ReplyKind]:
    """How many mails that were read are of each kind."""
    query = select(Mail.kind, func.count()).where(*_conditions(status, None, seen_by)).group_by(col(Mail.kind))
    return Counter({ReplyKind(kind): number for kind, number in session.exec(query) if kind is not None})


def _conditions(status: ReplyStatus | None, kind: ReplyKind | None, seen_by: Actor | None) -> list[Any]:
    pairs = ((col(Mail.status), status), (col(Mail.kind), kind))
    conditions: list[Any] = [column == value for column, value in pairs if value is not None]
    if seen_by is not None and seen_by.limits:
        # What is about no delivery is everybody's: somebody has to say whose it is.
        standing = select(MailMatch.mail_id).where(col(MailMatch.ended_at).is_(None))
        within = standing.where(col(MailMatch.delivery_id).in_(deliveries_seen(seen_by)))
        conditions.append(or_(col(Mail.id).not_in(standing), col(Mail.id).in_(within)))
    return conditions
