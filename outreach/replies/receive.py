"""Take a batch of mails in: the raw bytes, then rows, then the mailbox."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor
from outreach.blobs import Blobs, sha256_of
from outreach.db import Database
from outreach.replies.mailbox import Arrived, Mailbox
from outreach.replies.status import ReplyStatus
from outreach.replies.tables import Mail, MailSeen

_WRITERS = 8
"""Blobs written at a time: each waits for the disk, which takes several waits together."""


def receive(
    database: Database, blobs: Blobs, *, mailbox: Mailbox, batch: Sequence[Arrived], actor: Actor, now: datetime
) -> int:
    """How many of the mails are new. A kill between two of the steps only repeats work.

    Raises:
        Unavailable: the disk, the database or the mailbox does not answer; what was stored stays stored.
    """
    if not batch:
        return 0
    keys = [sha256_of(mail.raw) for mail in batch]
    gone = _erased(database, keys)
    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(blobs.put, [mail.raw for mail, key in zip(batch, keys, strict=True) if key not in gone]))
    try:
        new = _enter(database, mailbox.name, batch, keys, actor, now)
    except IntegrityError:
        # Another process heard of the same mail and was faster: by now its rows can be seen.
        new = _enter(database, mailbox.name, batch, keys, actor, now)
    for mail in batch:
        _keep(mailbox, mail)
    return new


def _keep(mailbox: Mailbox, mail: Arrived) -> None:
    mailbox.keep(mail.uid)


def _enter(
    database: Database, name: str, batch: Sequence[Arrived], keys: Sequence[str], actor: Actor, now: datetime
) -> int:
    """The rows of a batch in one transaction; how many are new."""
    with database.begin() as session:
        new, ids = _rows(session, batch, keys, now)
        for row in new:
            audit.record(
                session, actor=actor, action="mail.stored", subject=f"mail:{row.id}", now=now, facts=_facts(row)
            )
        _mark_seen(session, name, {mail.uid: ids[key] for mail, key in zip(batch, keys, strict=True)})
        return len(new)


def _erased(database: Database, keys: Sequence[str]) -> frozenset[str]:
    """Mails whose bytes were erased: they stay so, although they lie in a mailbox still."""
    query = select(Mail.raw_sha256).where(col(Mail.raw_sha256).in_(keys), col(Mail.raw_erased_at).is_not(None))
    with database.read() as session:
        return frozenset(session.exec(query))


def _rows(
    session: Session, batch: Sequence[Arrived], keys: Sequence[str], now: datetime
) -> tuple[list[Mail], dict[str, int]]:
    """The rows that are new, and the id of each sha256: the same bytes may lie in two mailboxes, or come twice."""
    known = set(session.exec(select(Mail.raw_sha256).where(col(Mail.raw_sha256).in_(keys))))
    new = {
        key: Mail(raw_sha256=key, size=len(mail.raw), collected_at=now, status=ReplyStatus.NEW)
        for mail, key in zip(batch, keys, strict=True)
        if key not in known
    }
    session.add_all(new.values())
    session.flush()
    query = select(Mail.raw_sha256, Mail.id).where(col(Mail.raw_sha256).in_(keys))
    return list(new.values()), {key: mail_id for key, mail_id in session.exec(query) if mail_id is not None}


def _facts(row: Mail) -> dict[str, str | int | bool | None]:
    return {"sha256": row.raw_sha256, "size": row.size}


def _mark_seen(session: Session, mailbox: str, mails: dict[str, int]) -> None:
    query = select(MailSeen.uid).where(MailSeen.mailbox == mailbox, col(MailSeen.uid).in_(list(mails)))
    marked = set(session.exec(query))
    session.add_all(
        MailSeen(mailbox=mailbox, uid=uid, mail_id=mail_id) for uid, mail_id in mails.items() if uid not in marked
    )
    session.flush()
