"""A mailbox on an IMAP server (RFC 9051), by imap-tools. Keys are UIDVALIDITY and UID together."""

import imaplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from imap_tools import MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from outreach.errors import Unavailable
from outreach.replies.mailbox import Arrived

TIMEOUT_SECONDS = 60.0


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
            validity = session.folder.status(self.account.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
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
        with self._translated():
            self._opened().flag([uid.partition(":")[2]], [r"\Seen"], True)

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
            kind = MailBox if account.tls else MailBoxUnencrypted
            session = kind(account.host, account.port, timeout=TIMEOUT_SECONDS)
            self._session = session
            session.login(account.username, account.password, initial_folder=account.folder)
        return self._session

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


def _fetch(session: BaseMailBox, uid: str) -> bytes | None:
    """The raw mail as it lies there. Not through the library's own message class, which would parse it."""
    _, answer = session.client.uid("fetch", uid, "(BODY.PEEK[])")
    return next((item[1] for item in answer if isinstance(item, tuple) and isinstance(item[1], bytes)), None)
