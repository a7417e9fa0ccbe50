"""Erase mail when its time is over, or because its writer asks: the hash, the kind and the dates stay behind.

The ledger and the bundles of evidence name mails by their hash only, so that both still verify.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, false, func
from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.errors import BadInput
from outreach.replies.reading import reading_from
from outreach.replies.status import ReplyStatus
from outreach.replies.tables import Mail, MailNumber

BATCH = 100
"""Mails in one transaction."""
_OPEN = (ReplyStatus.NEW, ReplyStatus.NEEDS_MATCH, ReplyStatus.NEEDS_READER)


@dataclass(frozen=True, slots=True)
class EraseReport:
    """What was erased, or would be. `waiting`: past their time, kept as a person has to read them first."""

    mails: int
    files: int
    waiting: int


def purge(
    database: Database,
    blobs: Blobs,
    *,
    mail_days: int,
    attachment_days: int,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
) -> EraseReport:
    """Erase settled mails older than `mail_days`, and the raw bytes of those with files after `attachment_days`.

    0 days: never. Doing it again, or after a kill, only finishes it.

    Raises:
        NotAllowed: the actor is no administrator.
    """
    actor.require(Role.ADMIN)
    whole = and_(_older(mail_days, now), col(Mail.erased_at).is_(None))
    raw = and_(_older(attachment_days, now), col(Mail.raw_erased_at).is_(None))
    settled = col(Mail.status) == ReplyStatus.SETTLED
    mails = _ids(database, whole & settled)
    both = frozenset(mails)
    files = [mail_id for mail_id in _with_files(database, raw & settled) if mail_id not in both]
    waiting = len(_ids(database, whole & col(Mail.status).in_(_OPEN)))
    if dry_run:
        return EraseReport(len(mails), len(files), waiting)
    erased = _erase(database, blobs, mails, whole & settled, "retention", actor, now)
    only_raw = _erase(database, blobs, files, raw & settled, "retention of attachments", actor, now, only_raw=True)
    return EraseReport(erased, only_raw, waiting)


def erase_person(
    database: Database, blobs: Blobs, *, address: str, actor: Actor, now: datetime, dry_run: bool = False
) -> EraseReport:
    """Erase every mail that came from this address, whatever its status; the address itself is written nowhere.

    Raises:
        NotAllowed: the actor is an organiser only, or no person.
        BadInput: this is no mail address.
    """
    actor.require(Role.ADMIN, Role.STAFF, Role.COORDINATOR)
    actor.require_person()
    if "@" not in address.strip("@"):
        raise BadInput(f"{address} is no mail address: give the address that the mails came from.")
    theirs = func.lower(col(Mail.from_address)) == address.strip().lower()
    still = theirs & col(Mail.erased_at).is_(None)
    mails = _ids(database, still)
    if dry_run:
        return EraseReport(len(mails), 0, 0)
    return EraseReport(_erase(database, blobs, mails, still, "request", actor, now), 0, 0)


def _older(days: int, now: datetime) -> ColumnElement[bool]:
    return col(Mail.collected_at) < now - timedelta(days=days) if days else false()


def _ids(database: Database, condition: ColumnElement[bool]) -> list[int]:
    with database.read() as session:
        found = session.exec(select(Mail.id).where(condition).order_by(col(Mail.id)))
        return [mail_id for mail_id in found if mail_id is not None]


def _with_files(database: Database, condition: ColumnElement[bool]) -> list[int]:
    with database.read() as session:
        rows = session.exec(select(Mail.id, Mail.finding).where(condition).order_by(col(Mail.id)))
        return [i for i, finding in rows if i is not None and finding and reading_from(finding).attachments]


def _erase(
    database: Database,
    blobs: Blobs,
    ids: Sequence[int],
    condition: ColumnElement[bool],
    because: str,
    actor: Actor,
    now: datetime,
    *,
    only_raw: bool = False,
) -> int:
    """How many. Bytes before rows: after a kill the mail counts as not erased yet, and is taken up again.

    The condition is asked again under the lock: another process was faster, or a person took the mail up.
    """
    count = 0
    for start in range(0, len(ids), BATCH):
        with database.begin() as session:
            query = (
                select(Mail)
                .where(col(Mail.id).in_(ids[start : start + BATCH]), condition)
                .order_by(col(Mail.id))
                .with_for_update()
            )
            for row in session.exec(query):
                blobs.erase(row.raw_sha256)
                _bury(session, row, because, actor, now, only_raw=only_raw)
                count += 1
    return count


def _bury(session: Session, row: Mail, because: str, actor: Actor, now: datetime, *, only_raw: bool) -> None:
    row.raw_erased_at = row.raw_erased_at or now
    if not only_raw:
        row.erased_at, row.status = now, ReplyStatus.SETTLED
        row.from_address, row.subject, row.sent_at, row.finding, row.guesses = "", "", None, None, None
        session.exec(delete(MailNumber).where(col(MailNumber.mail_id) == row.id))
    session.add(row)
    facts: dict[str, str | int | bool | None] = {"sha256": row.raw_sha256, "because": because}
    action = "mail.raw_erased" if only_raw else "mail.erased"
    audit.record(session, actor=actor, action=action, subject=f"mail:{row.id}", now=now, facts=facts)
