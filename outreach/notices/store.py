"""Reads of notices and of what people chose, as frozen values."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from outreach.accounts.store import UserInfo, list_users
from outreach.notices.status import MailStatus, NoticeKind
from outreach.notices.tables import Choice, Notice, NoticeMail

FIRST_DIGEST_HOUR = 6


@dataclass(frozen=True, slots=True)
class ChoiceInfo:
    """What one person chose. An empty `address` means: nothing by mail. `digest_hour` is of UTC."""

    address: str = ""
    declined: frozenset[NoticeKind] = frozenset()
    digest_hour: int = FIRST_DIGEST_HOUR

    def wants(self, kind: NoticeKind) -> bool:
        return bool(self.address) and kind not in self.declined


@dataclass(frozen=True, slots=True)
class NoticeInfo:
    """One notice. `lines` of a digest are (how many, what, address on the desk)."""

    kind: NoticeKind
    path: str
    lines: tuple[tuple[int, str, str], ...]
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice as its person sees it: `status` is None while no mail was made for it."""

    kind: NoticeKind
    path: str
    noted_at: datetime
    status: MailStatus | None
    ended_at: datetime | None


def get_choice(session: Session, user_name: str) -> ChoiceInfo:
    """What a person chose; who never chose has no address."""
    row = session.get(Choice, user_name, populate_existing=True)
    return ChoiceInfo() if row is None else _choice(row)


def list_reached(session: Session) -> list[tuple[UserInfo, ChoiceInfo]]:
    """Everybody who may sign in and has an address, with their choice, by name."""
    choices = {row.user_name: _choice(row) for row in session.exec(select(Choice))}
    users = [user for user in list_users(session) if not user.disabled and user.name in choices]
    return [(user, choices[user.name]) for user in users if choices[user.name].address]


def list_notices_in(session: Session, *, mail_id: int) -> list[NoticeInfo]:
    """What one mail tells, the oldest first."""
    query = select(Notice).where(Notice.mail_id == mail_id).order_by(col(Notice.id))
    return [
        NoticeInfo(row.kind, row.path, tuple((n, words, path) for n, words, path in row.lines), row.noted_at)
        for row in session.exec(query)
    ]


def list_notices_of(session: Session, user_name: str, *, limit: int = 20) -> list[SentNotice]:
    """The newest notices to a person, with what became of each."""
    query = (
        select(Notice, NoticeMail)
        .join(NoticeMail, col(NoticeMail.id) == col(Notice.mail_id), isouter=True)
        .where(Notice.user_name == user_name)
        .order_by(col(Notice.id).desc())
        .limit(limit)
    )
    return [
        SentNotice(
            notice.kind,
            notice.path,
            notice.noted_at,
            mail.status if mail else None,
            mail.ended_at if mail else None,
        )
        for notice, mail in session.exec(query)
    ]


def has_notice(session: Session, *, event: str, user_name: str) -> bool:
    """Whether an event was noted for a person."""
    query = select(Notice.id).where(Notice.event == event, Notice.user_name == user_name)
    return session.exec(query).first() is not None


def count_mails(session: Session) -> dict[MailStatus, int]:
    """How many mails with notices are in each status."""
    query = select(NoticeMail.status, func.count()).group_by(col(NoticeMail.status))
    return defaultdict(int, {MailStatus(status): count for status, count in session.exec(query)})


def _choice(row: Choice) -> ChoiceInfo:
    return ChoiceInfo(row.address, frozenset(NoticeKind(kind) for kind in row.declined), row.digest_hour)
