"""A mailbox on an IMAP server (RFC 9051), by imap-tools. Keys are UIDVALIDITY and UID together."""

import imaplib
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from imap_tools import MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from outreach.errors import Unavailable
from outreach.replies.mailbox import Arrived

CONNECT_SECONDS = 8.0
"""A service that is asked to stop ends within ten seconds, also while it waits for a server that is silent."""
TIMEOUT_SECONDS = 60.0
LOOK_SECONDS = 1.0
"""How soon whoever waits for news hears that it should stop."""


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where the mailbox is. `tls`: from the first byte, or none (loopback and tunnels only)."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tls: bool = True


@dataclass(slots=True)
class ImapMailbox:
    """Connects when mail is asked for; `close` ends the session."""

    account: ImapAccount
    _session: BaseMailBox | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return f"imap:{self.account.username}@{self.account.host}/{self.account.folder}"

    def arrived(self, *, is_known: Callable[[str], bool]) -> Iterator[Arrived]:
        with self._translated():
            session = self._opened()
            # A server tells a session of new mail with the answer to a command: before the one that asks for it.
            session.client.noop()
            validity = self._validity(session)
            uids = sorted(session.uids("ALL"), key=int)
        for uid in uids:
            key = f"{validity}:{uid}"
            if is_known(key):
                continue
            with self._translated():
                raw = _fetch(session, uid)
            if raw is not None:
                yield Arrived(key, raw)

    def keep(self, uid: str) -> None:
        validity, _, number = uid.partition(":")
        with self._translated():
            session = self._opened()
            # After a new connection the number may be another mail's.
            if self._validity(session) == validity:
                session.flag([number], [r"\Seen"], True)

    def can_announce(self) -> bool:
        with self._translated():
            _, answer = self._opened().client.capability()
            return any("IDLE" in line.decode("ascii", "replace").upper().split() for line in answer)

    def news(self, *, seconds: float, should_stop: Callable[[], bool]) -> Iterator[None]:
        """By IDLE (RFC 2177), which a server may end after 29 minutes."""
        with self._translated():
            session = self._opened()
            session.idle.start()
        try:
            # What came before the server watched is not announced: whoever listens has to look once.
            yield
            end = time.monotonic() + seconds
            while time.monotonic() < end and not should_stop():
                with self._translated():
                    has_come, is_over = _heard(session)
                if has_come:
                    yield
                if is_over:
                    break
        finally:
            # Also when nobody asks for more: a server that watches answers no farewell. A failure has closed it.
            if self._session is session:
                with self._translated():
                    session.idle.stop()

    def interrupt(self) -> None:
        """From another thread: whoever waits for the server's answer gets Unavailable at once."""
        session = self._session
        if session is not None:
            with suppress(OSError):
                session.client.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
                session.logout()
            with suppress(OSError):
                session.client.shutdown()

    def _opened(self) -> BaseMailBox:
        if self._session is None:
            account = self.account
            self._session = session = _connected(account)
            session.client.sock.settimeout(TIMEOUT_SECONDS)
            session.login(account.username, account.password, initial_folder=account.folder)
        return self._session

    def _validity(self, session: BaseMailBox) -> str:
        return str(session.folder.status(self.account.folder, ["UIDVALIDITY"])["UIDVALIDITY"])

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            self.close()
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise Unavailable(
                f"The mailbox {self.name} did not answer ({reason}): check OUTREACH_IMAP__HOST, PORT, USERNAME, "
                "PASSWORD and FOLDER."
            ) from error


def _connected(account: ImapAccount) -> BaseMailBox:
    if not account.tls:
        return MailBoxUnencrypted(account.host, account.port, timeout=CONNECT_SECONDS)
    # Without a context of ours the standard library would believe any certificate, and the password goes there.
    trusted = ssl.create_default_context()
    return MailBox(account.host, account.port, timeout=CONNECT_SECONDS, ssl_context=trusted)


def _heard(session: BaseMailBox) -> tuple[bool, bool]:
    """Whether mail has come, and whether the server has hung up or is about to; waits a moment at most."""
    readable, _, _ = select.select([session.client.sock], [], [], LOOK_SECONDS)
    lines = session.idle.poll(timeout=0) if readable else []
    has_come = any(line.upper().endswith(b" EXISTS") for line in lines)
    return has_come, any(line.upper().startswith(b"* BYE") for line in lines) or bool(readable and not lines)


def _fetch(session: BaseMailBox, uid: str) -> bytes | None:
    """The raw mail as it lies there. Not through the library's own message class, which would parse it."""
    _, answer = session.client.uid("fetch", uid, "(BODY.PEEK[])")
    return next((item[1] for item in answer if isinstance(item, tuple) and isinstance(item[1], bytes)), None)
