"""What kinds of work there are, and how far one has come."""

from enum import StrEnum


class JobKind(StrEnum):
    """What is done."""

    BUILD = "build"
    """Every letter and dossier of a round is made and packed for review."""
    REHEARSAL = "rehearsal"
    """Every mail of a round is made and goes to a sandbox of its own."""


class JobStatus(StrEnum):
    """How far it has come."""

    RUNNING = "running"
    """A process works on it, or is about to."""
    DONE = "done"
    """It ended well; its result is kept."""
    FAILED = "failed"
    """It could not be done, and says why; nothing of it is kept."""
    CANCELLED = "cancelled"
    """A person stopped it; nothing of it is kept."""
