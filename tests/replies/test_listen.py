"""Mail is collected as soon as the server says that it has come; a real Dovecot, without one timed assertion."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from outreach.errors import Unavailable
from outreach.replies.imap import ImapAccount, ImapMailbox
from outreach.replies.listen import LONGEST_PAUSE, WATCH_SECONDS, listen, pause_after
from tests.dovecot import Dovecot, needs_dovecot, running_dovecot

PATIENCE_SECONDS = 60.0
MAIL = b"Subject: one\r\n\r\nhello\r\n"
pytestmark = needs_dovecot


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@dataclass(slots=True)
class Ears:
    """Listens in a thread. Each collection puts what is new into `found` and lets `collected` go on by one."""

    account: ImapAccount
    stopping: threading.Event = field(default_factory=threading.Event)
    collected: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    tried_again: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    found: dict[str, bytes] = field(default_factory=dict)
    failures: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    watch_seconds: float = WATCH_SECONDS

    def collect(self) -> None:
        mailbox = ImapMailbox(self.account)
        try:
            self.found |= {mail.uid: mail.raw for mail in mailbox.arrived(is_known=self.found.__contains__)}
        finally:
            mailbox.close()
        self.collected.release()

    def pause(self, failures: int) -> float:
        self.failures.append(failures)
        self.tried_again.release()
        return 0.05

    def run(self) -> None:
        listen(
            ImapMailbox(self.account),
            collect=self.collect,
            stopping=self.stopping,
            watch_seconds=self.watch_seconds,
            pause=self.pause,
        )
        self.ended.set()


@contextmanager
def listening(server: Dovecot, *, watch_seconds: float = WATCH_SECONDS) -> Iterator[Ears]:
    account = ImapAccount("127.0.0.1", server.port, "office", "secret", tls=False)
    ears = Ears(account, watch_seconds=watch_seconds)
    thread = threading.Thread(target=ears.run)
    thread.start()
    try:
        yield ears
    finally:
        ears.stopping.set()
        thread.join()


def until(ears: Ears, is_so: Callable[[], bool]) -> None:
    """Collection after collection; nobody polls, so each one was announced."""
    while not is_so():
        assert ears.collected.acquire(timeout=PATIENCE_SECONDS), "nothing was announced"


def test_mail_that_comes_while_the_server_is_watched_is_collected(dovecot: Dovecot) -> None:
    dovecot.empty()
    dovecot.deliver("1.office", MAIL)
    with listening(dovecot) as ears:
        until(ears, lambda: len(ears.found) == 1)
        for number in (2, 3):
            dovecot.deliver(f"{number}.office", MAIL)
            until(ears, lambda number=number: len(ears.found) == number)
    assert ears.failures == []


def test_the_watch_is_begun_anew_before_its_time_is_over(dovecot: Dovecot) -> None:
    assert WATCH_SECONDS < 29 * 60
    dovecot.empty()
    with listening(dovecot, watch_seconds=0.0) as ears:
        for _ in range(4):
            assert ears.collected.acquire(timeout=PATIENCE_SECONDS)
        dovecot.deliver("1.office", MAIL)
        until(ears, lambda: len(ears.found) == 1)
    assert ears.failures == []


def test_a_server_that_went_away_is_found_again() -> None:
    with running_dovecot() as server:
        with listening(server) as ears:
            assert ears.collected.acquire(timeout=PATIENCE_SECONDS)
            with server.down():
                for _ in range(3):
                    assert ears.tried_again.acquire(timeout=PATIENCE_SECONDS)
                server.deliver("1.office", MAIL)
            until(ears, lambda: len(ears.found) == 1)
        assert ears.failures[:3] == [1, 2, 3]


def test_a_server_that_does_not_offer_it_is_only_polled() -> None:
    with running_dovecot("imap_capability = IMAP4rev1 LITERAL+ UIDPLUS\n") as server:
        with listening(server) as ears:
            assert ears.ended.wait(PATIENCE_SECONDS)
            assert not ears.collected.acquire(blocking=False)
        assert ears.failures == []


def test_whoever_waits_for_a_silent_server_can_be_interrupted(dovecot: Dovecot) -> None:
    mailbox = ImapMailbox(ImapAccount("127.0.0.1", dovecot.port, "office", "secret", tls=False))
    news = mailbox.news(seconds=PATIENCE_SECONDS, should_stop=lambda: False)
    next(news)
    mailbox.interrupt()
    with pytest.raises(Unavailable, match="did not answer"):
        next(news)


def test_pauses_grow_and_have_an_end() -> None:
    assert [pause_after(failures) for failures in (1, 2, 3)] == [1, 2, 4]
    assert pause_after(10_000) == LONGEST_PAUSE
