"""The port through which mail comes in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


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

    def interrupt(self) -> None:
        """From another thread: do not wait any longer for a server's answer."""

    def close(self) -> None:
        """Let go of the connection; calling it again does nothing."""


@runtime_checkable
class Announcer(Protocol):
    """A mailbox whose server can say that mail has come, so that nobody need ask."""

    def can_announce(self) -> bool:
        """Whether this server offers it. Raises Unavailable when it does not answer."""

    def news(self, *, seconds: float, should_stop: Callable[[], bool]) -> Iterator[None]:
        """Yield once when the server begins to watch and again whenever mail has come; end after `seconds`.

        Mail that comes while nobody asks for the next one is announced then. Iterating again goes on watching.

        Raises:
            Unavailable: the server is gone or does not answer.
        """

    def close(self) -> None:
        """Let go of the connection; calling it again does nothing."""
