"""Collect mail: the raw bytes first, then read, match and settle. Again, or after a kill, it is the same."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.replies.at_once import came_at_once, told_by_time
from outreach.replies.child import Classifier
from outreach.replies.known_numbers import keep_numbers
from outreach.replies.mailbox import Arrived, Mailbox
from outreach.replies.match import Match, guess, match
from outreach.replies.reading import Reading
from outreach.replies.receive import receive
from outreach.replies.settle import carry_out
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import list_seen, list_unread
from outreach.replies.tables import Mail, MailMatch
from outreach.replies.trust import NOBODY, Trust

BATCH = 50
"""Mails in one transaction, and at most that many in memory."""
BATCH_BYTES = 32 * 1024 * 1024
"""No further mail is fetched into a batch that is as large as this."""


@dataclass(frozen=True, slots=True)
class CollectReport:
    """`stored` counts mails that were new; the rest what was read now, by kind and by what is left to do."""

    stored: int
    read: int
    kinds: dict[ReplyKind, int]
    statuses: dict[ReplyStatus, int]


def collect(
    database: Database,
    blobs: Blobs,
    *,
    mailbox: Mailbox,
    token_keys: Sequence[bytes],
    trust: Trust = NOBODY,
    now: datetime,
    actor: Actor,
    should_stop: Callable[[], bool] = lambda: False,
) -> CollectReport:
    """Store every mail that the mailbox has and we do not know, then read all that is stored and unread.

    When it should stop it finishes the mails in hand; the next run goes on with the rest.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator.
        Unavailable: the mailbox, the disk or the database does not answer; what was stored stays stored.
    """
    actor.require(Role.STAFF, Role.COORDINATOR)
    kinds: Counter[ReplyKind] = Counter()
    statuses: Counter[ReplyStatus] = Counter()
    stored = 0
    with Classifier() as classifier:
        with database.read() as session:
            known = list_seen(session, mailbox=mailbox.name)
        arriving = mailbox.arrived(is_known=known.__contains__)
        while True:
            batch = _some(arriving)
            stored += receive(database, blobs, mailbox=mailbox, batch=batch, actor=actor, now=now)
            while not should_stop() and (
                done := _read_some(database, blobs, classifier, trust, token_keys, actor, now)
            ):
                kinds.update(kind for kind, _ in done)
                statuses.update(status for _, status in done)
            if not batch or should_stop():
                return CollectReport(stored, kinds.total(), dict(kinds), dict(statuses))


def _some(arriving: Iterator[Arrived]) -> list[Arrived]:
    batch: list[Arrived] = []
    size = 0
    for mail in arriving:
        batch.append(mail)
        size += len(mail.raw)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            break
    return batch


def _read_some(
    database: Database,
    blobs: Blobs,
    classifier: Classifier,
    trust: Trust,
    token_keys: Sequence[bytes],
    actor: Actor,
    now: datetime,
) -> list[tuple[ReplyKind, ReplyStatus]]:
    """Read a batch of what is stored and unread, also what a killed collection left; empty when nothing is."""
    with database.read() as session:
        waiting = list_unread(session, limit=BATCH)
    readings = [(mail_id, _read(classifier, trust, blobs.get(sha256))) for mail_id, sha256 in waiting]
    if not readings:
        return []
    with database.begin() as session:
        return [_enter(session, mail_id, reading, token_keys, actor, now) for mail_id, reading in readings]


def _read(classifier: Classifier, trust: Trust, raw: bytes) -> Reading:
    reading = classifier.read(raw)
    return replace(reading, origin=trust.weigh(raw, reading.origin))


def _enter(
    session: Session, mail_id: int, reading: Reading, token_keys: Sequence[bytes], actor: Actor, now: datetime
) -> tuple[ReplyKind, ReplyStatus]:
    """Write down the reading and its matches, and carry it out, all in one transaction."""
    row = session.get(Mail, mail_id, populate_existing=True, with_for_update=True)
    assert row is not None
    if row.status is not ReplyStatus.NEW:
        return row.kind or reading.finding.kind, row.status
    matches = match(session, reading, token_keys=token_keys)
    if reading.if_at_once and came_at_once(session, matches, collected_at=row.collected_at):
        reading = told_by_time(reading)
    row.kind, row.finding = reading.finding.kind, reading.as_json()
    row.from_address, row.subject, row.sent_at = reading.sender, reading.subject, reading.sent_at
    session.add(row)
    if not matches:
        row.guesses = [[one.delivery_id, one.distance] for one in guess(session, reading, token_keys=token_keys)]
    keep_numbers(session, mail_id=mail_id, reading=reading)
    for found in matches:
        session.add(
            MailMatch(
                mail_id=mail_id,
                delivery_id=found.delivery_id,
                matched_by=found.matched_by,
                matched_at=now,
                actor=actor.name,
            )
        )
        _record_match(session, mail_id, found, actor, now)
    session.flush()
    return reading.finding.kind, carry_out(session, mail_id=mail_id, actor=actor, now=now).status


def _record_match(session: Session, mail_id: int, found: Match, actor: Actor, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action="mail.matched",
        subject=f"mail:{mail_id}",
        now=now,
        facts={"delivery": found.delivery_id, "by": found.matched_by},
    )
