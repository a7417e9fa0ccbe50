"""Erase what is past its time: by hand (`outreach db purge`), and by the service's clock once a day."""

from datetime import datetime, timedelta

from outreach import audit
from outreach.accounts import Role, system_actor
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.notices.beat import Part, beat, find_beat
from outreach.replies.erase import EraseReport, purge
from outreach.settings import RetentionSettings

EVERY = timedelta(days=1)
KEEPER = system_actor("retention", Role.ADMIN)


def carry_out_retention(
    database: Database, blobs: Blobs, *, retention: RetentionSettings, now: datetime, dry_run: bool = False
) -> EraseReport:
    """Erase mail, or only count it. Each mail and the whole run stand in the ledger."""
    report = purge(
        database,
        blobs,
        mail_days=retention.mail,
        attachment_days=retention.attachments,
        actor=KEEPER,
        now=now,
        dry_run=dry_run,
    )
    if not dry_run:
        facts = {"mails": report.mails, "files": report.files, "waiting": report.waiting}
        days = {"mail_days": retention.mail, "attachment_days": retention.attachments}
        with database.begin() as session:
            audit.record(
                session, actor=KEEPER, action="mail.purged", subject="retention", now=now, facts={**facts, **days}
            )
            beat(session, Part.RETENTION, now=now)
    return report


def retention_turn(
    database: Database, blobs: Blobs, *, retention: RetentionSettings, now: datetime
) -> EraseReport | None:
    """Carry it out when a day has passed since it last was, by hand or by any process; None when it is not due."""
    if not (retention.mail or retention.attachments):
        return None
    with database.read() as session:
        last = find_beat(session, Part.RETENTION)
    if last is not None and now < last + EVERY:
        return None
    return carry_out_retention(database, blobs, retention=retention, now=now)
