"""Queries of the mail that came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.errors import NotFound
from outreach.replies.closeness import Guess
from outreach.replies.reading import Reading, reading_from
from outreach.replies.record import last_act
from outreach.replies.status import Act, MatchedBy, ReplyKind, ReplyStatus
from outreach.replies.tables import Mail, MailMatch, MailSeen


@dataclass(frozen=True, slots=True)
class MatchInfo:
    """A delivery that the mail belongs to, and why."""

    delivery_id: int
    matched_by: MatchedBy
    matched_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class MailInfo:
    """One mail. `reading` is None until it was read; `matches` are those that stand."""

    id: int
    raw_sha256: str
    size: int
    collected_at: datetime
    status: ReplyStatus
    kind: ReplyKind | None
    from_address: str
    subject: str
    sent_at: datetime | None
    reading: Reading | None
    matches: tuple[MatchInfo, ...]
    guesses: tuple[Guess, ...]
    """Deliveries that a damaged token may name: offered, not applied."""
    raw_erased_at: datetime | None
    """Since when the bytes as they came are gone."""
    erased_at: datetime | None
    """Since when nothing but the hash, the kind and the dates is left."""


@dataclass(frozen=True, slots=True)
class ActInfo:
    """What a person did to a mail, and could undo."""

    act: Act
    at: datetime
    actor: str


def find_last_act(session: Session, mail_id: int) -> ActInfo | None:
    """What `undo` would take back; None when nothing is left."""
    row = last_act(session, mail_id)
    return None if row is None else ActInfo(row.act, row.at, row.actor)


def list_mails(
    session: Session,
    *,
    status: ReplyStatus | None = None,
    kind: ReplyKind | None = None,
    delivery_id: int | None = None,
) -> list[MailInfo]:
    """Mails, oldest first."""
    query = select(Mail).order_by(col(Mail.id))
    if status is not None:
        query = query.where(Mail.status == status)
    if kind is not None:
        query = query.where(Mail.kind == kind)
    if delivery_id is not None:
        standing = select(MailMatch.mail_id).where(
            MailMatch.delivery_id == delivery_id, col(MailMatch.ended_at).is_(None)
        )
        query = query.where(col(Mail.id).in_(standing))
    return mail_infos(session, session.exec(query).all())


def get_mail(session: Session, mail_id: int) -> MailInfo:
    """The mail. Raises NotFound."""
    row = session.get(Mail, mail_id)
    if row is None:
        raise NotFound(f"There is no mail {mail_id}: see `outreach replies list`.")
    return mail_infos(session, [row])[0]


def list_deliveries_with(session: Session, *, status: ReplyStatus) -> frozenset[int]:
    """The deliveries that a mail in this status belongs to."""
    query = select(MailMatch.delivery_id).where(
        col(MailMatch.mail_id) == col(Mail.id), col(MailMatch.ended_at).is_(None), Mail.status == status
    )
    return frozenset(session.exec(query))


def list_unread(session: Session, *, limit: int) -> list[tuple[int, str]]:
    """Ids and sha256 of mails that are stored and not yet read, oldest first."""
    query = (
        select(Mail.id, Mail.raw_sha256).where(Mail.status == ReplyStatus.NEW).order_by(col(Mail.id)).limit(limit)
    )
    return [(mail_id, sha256) for mail_id, sha256 in session.exec(query) if mail_id is not None]


def list_seen(session: Session, *, mailbox: str) -> frozenset[str]:
    """The keys of all mails of this mailbox that are stored already: at once, as a mailbox keeps years of mail."""
    return frozenset(session.exec(select(MailSeen.uid).where(MailSeen.mailbox == mailbox)))


def mail_infos(session: Session, rows: Sequence[Mail]) -> list[MailInfo]:
    """Rows with the matches that stand, in the same order."""
    matches: dict[int, list[MatchInfo]] = {}
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 500):
        query = select(MailMatch).where(
            col(MailMatch.mail_id).in_(ids[start : start + 500]), col(MailMatch.ended_at).is_(None)
        )
        for match in session.exec(query.order_by(col(MailMatch.id))):
            info = MatchInfo(match.delivery_id, match.matched_by, match.matched_at, match.actor)
            matches.setdefault(match.mail_id, []).append(info)
    return [_info(row, matches.get(row.id or 0, [])) for row in rows]


def _info(row: Mail, matches: list[MatchInfo]) -> MailInfo:
    assert row.id is not None
    return MailInfo(
        id=row.id,
        raw_sha256=row.raw_sha256,
        size=row.size,
        collected_at=row.collected_at,
        status=row.status,
        kind=row.kind,
        from_address=row.from_address,
        subject=row.subject,
        sent_at=row.sent_at,
        reading=reading_from(row.finding) if row.finding is not None else None,
        matches=tuple(matches),
        guesses=tuple(Guess(delivery_id, far) for delivery_id, far in row.guesses or ()),
        raw_erased_at=row.raw_erased_at,
        erased_at=row.erased_at,
    )
