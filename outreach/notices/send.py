"""Send the mails with notices: claim by compare-and-set, commit, send, write down what the server said.

A notice whose fate is unknown is sent again, with the same Message-ID: to be told twice is better than never.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from outreach.db import Database
from outreach.delivery.identity import MailIdentity
from outreach.delivery.transport import Accepted, PermanentFailure, SendingFailure, Transport
from outreach.interface.speech import ENGLISH, Speech, speech_of
from outreach.notices.compose import compose
from outreach.notices.group import group
from outreach.notices.status import MailStatus
from outreach.notices.store import NoticeInfo, list_notices_in, list_reached
from outreach.notices.tables import NoticeMail

LEASE = timedelta(minutes=5)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
"""How long to wait after the first, second, … try; the last one again and again."""
GIVE_UP = timedelta(days=1)
NOBODY = ""
"""The empty return path: no server reports about a notice into the mailbox where answers of offices come in."""


@dataclass(frozen=True, slots=True)
class Post:
    """How notices leave: as every mail, and the desk's own address for the links in them."""

    transport: Transport
    identity: MailIdentity
    desk_url: str
    speech: Speech = field(default_factory=lambda: speech_of(ENGLISH))


@dataclass(frozen=True, slots=True)
class _Claimed:
    mail_id: int
    message_id: str
    recipient: str
    made_at: datetime
    tries: int
    notices: list[NoticeInfo]


def send_notices(database: Database, *, post: Post, now: datetime) -> int:
    """Group what waits and send what is due; how many mails the next server took."""
    with database.begin() as session:
        group(session, domain=post.identity.domain, now=now)
    sent = 0
    while claimed := _claim(database, now):
        result = asyncio.run(_send(claimed, post, now))
        with database.begin() as session:
            _settle(session, claimed, result, now)
        sent += isinstance(result, Accepted)
    return sent


def _claim(database: Database, now: datetime) -> _Claimed | None:
    """Take the oldest mail that is due, also one whose worker was lost."""
    status = col(NoticeMail.status)
    lost = and_(status == MailStatus.SENDING, col(NoticeMail.leased_until) < now)
    due = and_(status == MailStatus.QUEUED, col(NoticeMail.next_attempt_at) <= now)
    with database.begin() as session:
        reached = {user.name: choice.address for user, choice in list_reached(session)}
        for row in session.exec(select(NoticeMail).where(or_(due, lost)).order_by(col(NoticeMail.id))).all():
            if row.user_name not in reached:
                row.status, row.ended_at = MailStatus.UNWANTED, now
                session.add(row)
                continue
            tries = row.tries + 1
            same = and_(col(NoticeMail.id) == row.id, status == row.status, col(NoticeMail.tries) == row.tries)
            mine = {"status": MailStatus.SENDING, "leased_until": now + LEASE, "tries": tries}
            if row.id and session.exec(update(NoticeMail).where(same).values(**mine)).rowcount == 1:
                notices = list_notices_in(session, mail_id=row.id)
                address = reached[row.user_name]
                return _Claimed(row.id, row.message_id, address, row.made_at, tries, notices)
    return None


async def _send(claimed: _Claimed, post: Post, now: datetime) -> Accepted | SendingFailure:
    message = compose(
        claimed.notices,
        recipient=claimed.recipient,
        message_id=claimed.message_id,
        identity=post.identity,
        desk_url=post.desk_url,
        speech=post.speech,
        now=now,
    )
    try:
        return await post.transport.send(
            envelope_sender=NOBODY,
            recipient=claimed.recipient,
            message=message,
            envelope_id=claimed.message_id.strip("<>").partition("@")[0],
        )
    except SendingFailure as failure:
        return failure
    finally:
        await post.transport.close()


def _settle(session: Session, claimed: _Claimed, result: Accepted | SendingFailure, now: datetime) -> None:
    """Write the result, unless another worker took the mail over meanwhile."""
    values: dict[str, object] = {"leased_until": None, "reply_text": str(result)[:500]}
    if isinstance(result, Accepted):
        values |= {"status": MailStatus.SENT, "ended_at": now, "reply_text": result.text[:500]}
    elif isinstance(result, PermanentFailure) or claimed.made_at + GIVE_UP <= now:
        values |= {"status": MailStatus.FAILED, "ended_at": now}
    else:
        wait = WAITS[min(claimed.tries, len(WAITS)) - 1]
        values |= {"status": MailStatus.QUEUED, "next_attempt_at": now + wait}
    mine = and_(
        col(NoticeMail.id) == claimed.mail_id,
        col(NoticeMail.status) == MailStatus.SENDING,
        col(NoticeMail.tries) == claimed.tries,
    )
    session.exec(update(NoticeMail).where(mine).values(**values))
