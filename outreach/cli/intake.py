"""How the service collects: at intervals, and at once where the mail server says that mail has come."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from outreach.clock import utc_now
from outreach.errors import Unavailable
from outreach.notices.beat import Part, beat
from outreach.operations.tick import Service, collect_turn
from outreach.replies.listen import listen
from outreach.replies.mailbox import Announcer, Mailbox
from outreach.schedule import Job, run_guarded
from outreach.settings import Settings
from outreach.wiring import mailbox_of

PATIENCE_SECONDS = 3.0
"""For mails in hand when the service is asked to stop."""


@dataclass(slots=True)
class Intake:
    """One collection at a time in this process, each over a connection of its own."""

    service: Service
    settings: Settings
    stopping: threading.Event
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _mailbox: Mailbox | None = field(default=None, repr=False)

    def collect(self) -> None:
        """Take in what is new, then give the sign of life. Raises Unavailable."""
        with self._turn:
            if self.stopping.is_set():
                return
            self._mailbox = mailbox = mailbox_of(self.settings)
            try:
                collect_turn(self.service, [mailbox], should_stop=self.stopping.is_set)
            except Unavailable:
                if self.stopping.is_set():
                    return
                raise
            finally:
                mailbox.close()
            with self.service.database.begin() as session:
                beat(session, Part.COLLECTION, now=utc_now())

    def stop(self) -> None:
        """Let a collection finish the mails in hand, but wait no longer for a silent server."""
        self.stopping.set()
        if self._turn.acquire(timeout=PATIENCE_SECONDS):
            self._turn.release()
        elif self._mailbox is not None:
            self._mailbox.interrupt()

    @contextmanager
    def listening(self, job: Job) -> Iterator[None]:
        """While the block runs: the job also runs whenever the mailbox's server announces mail."""
        mailbox = mailbox_of(self.settings)
        if not isinstance(mailbox, Announcer):
            yield
            return
        thread = threading.Thread(
            target=listen,
            args=(mailbox,),
            kwargs={"collect": lambda: run_guarded(job), "stopping": self.stopping},
            name="listen for mail",
        )
        thread.start()
        try:
            yield
        finally:
            self.stop()
            thread.join(PATIENCE_SECONDS)
            mailbox.interrupt()
            thread.join()
