"""What the classifier found in one mail: the value that `outreach replies classify --json` prints."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from outreach.replies.status import ReplyKind


class Action(StrEnum):
    """What a mail server says became of one recipient (RFC 3464 §2.3.3)."""

    FAILED = "failed"
    """Could not be delivered; no more attempts."""
    DELAYED = "delayed"
    """Not delivered so far; the server goes on trying."""
    DELIVERED = "delivered"
    """Delivered to the recipient's mailbox."""
    RELAYED = "relayed"
    """Passed to a system that sends no reports."""
    EXPANDED = "expanded"
    """Delivered to a list, which passed it on."""


class Cause(StrEnum):
    """Why a recipient failed, as far as the report tells."""

    DEAD = "dead"
    """The address or its domain does not exist (any more)."""
    FULL = "full"
    """The mailbox or its server has no room."""
    POLICY = "policy"
    """Blocked: reputation, content, filter or a rule of the recipient's side."""
    AUTH = "auth"
    """SPF, DKIM, DMARC or another proof of the sender failed."""
    SIZE = "size"
    """The mail is too big."""
    NETWORK = "network"
    """The server could not be reached, or time ran out."""
    OTHER = "other"
    """Anything else, or not told."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address in a report. `status` is an enhanced code (RFC 3463); `retire`: the address is truly gone."""

    address: str
    action: Action
    status: str | None
    cause: Cause
    retire: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer for one mail.

    `token` is the first text with the shape of our return-path token (not yet verified); `message_ids` are those
    that the mail answers or returns, nearest first; `reference_numbers` are the office's own file numbers.
    """

    kind: ReplyKind
    recipients: tuple[Recipient, ...] = ()
    token: str | None = None
    message_ids: tuple[str, ...] = ()
    reference_numbers: tuple[str, ...] = ()
    language: str | None = None
    reply_text: str = ""
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON, in the printed order."""
        plain = asdict(self)
        return {key: [*value] if isinstance(value, tuple) else value for key, value in plain.items()}


def unreadable(reason: str) -> Finding:
    """The finding for a mail that cannot be parsed within the limits."""
    return Finding(kind=ReplyKind.UNREADABLE, notes=(reason,))


def finding_from(plain: Mapping[str, Any]) -> Finding:
    """The inverse of `as_json`; unknown keys are ignored."""
    recipients = tuple(
        Recipient(r["address"], Action(r["action"]), r["status"], Cause(r["cause"]), bool(r["retire"]))
        for r in plain["recipients"]
    )
    return Finding(
        kind=ReplyKind(plain["kind"]),
        recipients=recipients,
        token=plain["token"],
        message_ids=tuple(plain["message_ids"]),
        reference_numbers=tuple(plain["reference_numbers"]),
        language=plain["language"],
        reply_text=plain["reply_text"],
        notes=tuple(plain["notes"]),
    )
