"""The server kills the process that speaks to it, in mid conversation."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from outreach.fake_smtp import HANG_UP, Reply, Verb
from outreach.fakes import SmtpServer

BY_SERVER = {"while connected, before DATA": Verb.DATA, "after DATA, before 250": Verb.CONTENT_KEPT}
"""Steps of a conversation, and the verb at which each is reached."""


@dataclass(slots=True)
class Killer:
    """Kills its victim when a verb comes for the `nth` time; it waits until it knows whom."""

    verb: Verb
    nth: int
    victim: int | None = None
    seen: int = 0
    has_aimed: threading.Event = field(default_factory=threading.Event)

    def aim(self, victim: int) -> None:
        self.victim = victim
        self.has_aimed.set()

    def script(self, verb: Verb, _recipient: str) -> Reply | None:
        self.seen += verb is self.verb
        if verb is not self.verb or self.seen != self.nth:
            return None
        self.has_aimed.wait()
        assert self.victim is not None
        os.kill(self.victim, signal.SIGKILL)
        return HANG_UP


@contextmanager
def killing(server: SmtpServer, step: str, nth: int) -> Iterator[Killer]:
    """A server that kills at a step of `BY_SERVER`; at any other it lets everybody live."""
    earlier = server.manners.script
    killer = Killer(BY_SERVER.get(step, Verb.GREETING), nth if step in BY_SERVER else 0)
    server.manners.script = killer.script
    yield killer
    server.manners.script = earlier
