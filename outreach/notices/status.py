"""Kinds of notices, whom each concerns, and where the mail that tells them stands."""

from enum import StrEnum

from outreach.accounts import Role


class NoticeKind(StrEnum):
    """Why somebody is told."""

    BLOCKED = "blocked"
    """A round should start soon, or should have, and cannot."""
    PAUSED = "paused"
    """Somebody paused a round."""
    STOPPED = "stopped"
    """Somebody stopped all sending."""
    UNCERTAIN = "uncertain"
    """A letter may or may not have been sent: a person decides."""
    BOUNCED = "bounced"
    """A letter was refused or came back."""
    SILENT = "silent"
    """No mail could be collected for hours."""
    DISK = "disk"
    """The disk is nearly full."""
    CERTIFICATE = "certificate"
    """A certificate of our mail servers or of the desk ends soon, or has ended."""
    DIGEST = "digest"
    """Once a day: what waits for this person."""
    GREETING = "greeting"
    """A new address for notices was set; this shows that it works."""


CONCERNS: dict[NoticeKind, frozenset[Role]] = {
    NoticeKind.BLOCKED: frozenset({Role.STAFF}),
    NoticeKind.PAUSED: frozenset({Role.STAFF, Role.ORGANISER}),
    NoticeKind.STOPPED: frozenset({Role.STAFF, Role.ADMIN}),
    NoticeKind.UNCERTAIN: frozenset({Role.STAFF, Role.COORDINATOR}),
    NoticeKind.BOUNCED: frozenset({Role.STAFF, Role.COORDINATOR}),
    NoticeKind.SILENT: frozenset({Role.STAFF, Role.ADMIN}),
    NoticeKind.DISK: frozenset({Role.ADMIN}),
    NoticeKind.CERTIFICATE: frozenset({Role.ADMIN}),
    NoticeKind.DIGEST: frozenset(Role),
    NoticeKind.GREETING: frozenset(Role),
}
"""Whom a kind concerns, by role; `Event.place` narrows it to those whose role holds there."""
CHOSEN = tuple(kind for kind in NoticeKind if kind is not NoticeKind.GREETING)
"""What a person may choose not to be told."""


class MailStatus(StrEnum):
    """Where one mail with notices is on its way."""

    QUEUED = "queued"
    """Leaves as soon as it is due."""
    SENDING = "sending"
    """Claimed by a worker, whose result is not written yet."""
    SENT = "sent"
    """The next mail server took it, or the sandbox keeps it."""
    FAILED = "failed"
    """Refused for good, or could not leave for a day."""
    UNWANTED = "unwanted"
    """Its person was shut out, or has no address any more."""
