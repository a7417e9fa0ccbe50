"""The port through which mail comes in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail in a mailbox. `uid` is the mailbox's own lasting key for it."""

    uid: str
    raw: bytes


class Mailbox(Protocol):
    """A place that mail arrives at. It is acted on only after the raw mail is stored: see `keep`."""

    @property
    def name(self) -> str:
        """The same for the same mailbox on every run; no secrets in it."""

    def arrived(self, *, is_known: Callable[[str], bool]) -> Iterator[Arrived]:
        """Mails whose uid is not known, one at a time, oldest first. Known ones are not even fetched.

        Raises:
            Unavailable: the mailbox cannot be reached or read; the message names the setting.
        """

    def keep(self, uid: str) -> None:
        """Note in the mailbox that the mail is stored (`\\Seen`). Nothing is ever deleted there."""

    def close(self) -> None:
        """Let go of the connection; calling it again does nothing."""
