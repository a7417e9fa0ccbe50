"""What one look at a mail gives: the finding, and beside it what matching and a reader need."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from outreach.replies.finding import Finding, finding_from
from outreach.replies.origin import UNKNOWN, Origin, origin_from
from outreach.replies.status import ReplyKind


class Wish(StrEnum):
    """What an office asks us to do about its address. Nothing is done without a person."""

    USE_FORM = "use_form"
    """Use the web form at this URL."""
    WRITE_ELSEWHERE = "write_elsewhere"
    """Write to this address instead."""
    NEVER_AGAIN = "never_again"
    """Do not write to us again: the words that say so."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wish with its URL, address or words."""

    wish: Wish
    value: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the mail, never opened. `content_type` is told by its first bytes, `declared` by the sender."""

    name: str
    declared: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`tokens` are unverified texts; `references` are addressee ids whose checksum is right.

    `damaged` are texts where a token of ours would stand, which have not its shape. `if_at_once`: what it is
    when it came too soon for a person to have written it.
    """

    finding: Finding
    sender: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    tokens: tuple[str, ...] = ()
    references: tuple[int, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = UNKNOWN
    damaged: tuple[str, ...] = ()
    if_at_once: ReplyKind | None = None

    @property
    def is_proved(self) -> bool:
        """Whether a signature that holds speaks for the sender's domain."""
        return any(one.speaks_for(self.sender) for one in self.origin.signatures)

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON: the keys of the finding, as `classify` prints them, and those beside it."""
        beside = asdict(self)
        beside.pop("finding")
        beside["sent_at"] = self.sent_at.isoformat() if self.sent_at else None
        return {**self.finding.as_json(), **beside}


def reading_from(plain: Mapping[str, Any]) -> Reading:
    """The inverse of `as_json`."""
    return Reading(
        finding=finding_from(plain),
        sender=plain["sender"],
        subject=plain["subject"],
        sent_at=datetime.fromisoformat(plain["sent_at"]) if plain["sent_at"] else None,
        tokens=tuple(plain["tokens"]),
        references=tuple(plain["references"]),
        suggestions=tuple(Suggestion(Wish(item["wish"]), item["value"]) for item in plain["suggestions"]),
        attachments=tuple(Attachment(**item) for item in plain["attachments"]),
        # Mails read by an earlier version have none.
        origin=origin_from(plain["origin"]) if "origin" in plain else UNKNOWN,
        damaged=tuple(plain.get("damaged", ())),
        if_at_once=ReplyKind(plain["if_at_once"]) if plain.get("if_at_once") else None,
    )


def read_date(value: str) -> datetime | None:
    """The Date header in UTC; None when it is absent, malformed or out of range."""
    try:
        found = parsedate_to_datetime(value[:200])
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
