"""A real Dovecot on loopback, as the tests' own user, in a directory of its own. Stopped by its process id."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
needs_dovecot = pytest.mark.skipif(
    DOVECOT is None, reason="needs Dovecot: apt-get install dovecot-core dovecot-imapd"
)

CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_access_groups =
mail_location = maildir:{home}/mail
mail_uid = {user}
mail_gid = {group}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service auth {{
  user = {internal}
}}
service auth-worker {{
  user = {internal}
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
"""


@dataclass(slots=True)
class Dovecot:
    """One running server. Any user name signs in with the password `secret`; all share one Maildir."""

    port: int
    home: Path
    owner: tuple[int, int]
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        assert DOVECOT is not None
        log = self.home / "dovecot.log"
        with log.open("ab") as said:
            command = [DOVECOT, "-F", "-c", str(self.home / "dovecot.conf")]
            self._process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
        _wait_until_it_answers(self._process, self.port, log)

    def stop(self) -> None:
        """Stop it, and with it all connections.

        Told by its master alone, a process with a connection stays until ten seconds passed without a word.
        """
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=20)

    @contextmanager
    def down(self) -> Iterator[None]:
        """While the block runs nobody answers; the mail stays."""
        self.stop()
        yield
        self.start()

    @property
    def maildir(self) -> Path:
        return self.home / "mail"

    def deliver(self, name: str, raw: bytes) -> None:
        """Put a mail into the inbox, as a local delivery agent does."""
        beside = self.maildir / "tmp" / name
        beside.write_bytes(raw)
        os.chown(beside, *self.owner)
        beside.rename(self.maildir / "new" / name)

    def empty(self) -> None:
        """Remove all mail, and with it the server's index: the folder gets a new UIDVALIDITY."""
        shutil.rmtree(self.maildir, ignore_errors=True)
        for folder in (self.maildir, *(self.maildir / part for part in ("tmp", "new", "cur"))):
            folder.mkdir()
            os.chown(folder, *self.owner)

    def forget_numbers(self) -> None:
        """The mail stays, but the server lost its index: each gets a new UID under a new UIDVALIDITY."""
        with self.down():
            for path in self.maildir.glob("dovecot*"):
                path.unlink()
            time.sleep(1.1)  # the UIDVALIDITY is the second in which the index is made


@contextmanager
def running_dovecot(more: str = "") -> Iterator[Dovecot]:
    """Start in a new directory, wait until it answers; stop it and remove the directory. `more`: configuration."""
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        home, users, port = Path(folder), _users(), free_port()
        home.chmod(0o755)
        (home / "dovecot.conf").write_text(CONFIG.format(home=home, port=port, **users) + more)
        server = Dovecot(port, home, (int(str(users["uid"])), int(str(users["gid"]))))
        server.empty()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _users() -> dict[str, object]:
    """Everything runs as ourselves; where that is root, Dovecot insists on the users of its package."""
    me = pwd.getpwuid(os.getuid())
    if me.pw_uid != 0:
        group = grp.getgrgid(os.getgid()).gr_name
        own = {"user": me.pw_name, "uid": me.pw_uid, "gid": os.getgid(), "group": group}
        return own | {"internal": me.pw_name, "login": me.pw_name}
    it = pwd.getpwnam("dovecot")
    return {
        **{"user": it.pw_name, "uid": it.pw_uid, "gid": it.pw_gid, "group": grp.getgrgid(it.pw_gid).gr_name},
        **{"internal": it.pw_name, "login": "dovenull"},
    }


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            if connection.recv(64).startswith(b"* OK"):
                return
        time.sleep(0.05)
    raise RuntimeError(f"Dovecot did not answer: {log.read_text()}")
