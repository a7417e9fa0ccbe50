"""A real Dovecot on loopback, as the tests' own user, in a directory of its own. Stopped by its process id."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
needs_dovecot = pytest.mark.skipif(DOVECOT is None, reason="needs Dovecot: apt-get install dovecot-core dovecot-imapd")

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
first_valid_uid = 0
first_valid_gid = 0
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


@dataclass(frozen=True, slots=True)
class Dovecot:
    """One running server. Any user name signs in with the password `secret`; all share one Maildir."""

    port: int
    home: Path

    @property
    def maildir(self) -> Path:
        return self.home / "mail"

    def deliver(self, name: str, raw: bytes) -> None:
        """Put a mail into the inbox, as a local delivery agent does."""
        for part in ("tmp", "new", "cur"):
            (self.maildir / part).mkdir(parents=True, exist_ok=True)
        beside = self.maildir / "tmp" / name
        beside.write_bytes(raw)
        beside.rename(self.maildir / "new" / name)


@contextmanager
def running_dovecot(home: Path) -> Iterator[Dovecot]:
    """Start, wait until it answers, and stop it again."""
    assert DOVECOT is not None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = home / "dovecot.conf"
    config.write_text(CONFIG.format(home=home, port=port, **_users()))
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_until_it_answers(process, port, home / "dovecot.log")
        yield Dovecot(port, home)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        if process.stderr is not None:
            process.stderr.close()


def _users() -> dict[str, object]:
    """Everything runs as ourselves; only where that is root does Dovecot insist on the users of its package."""
    me = pwd.getpwuid(os.getuid())
    group = grp.getgrgid(os.getgid()).gr_name
    own = {"user": me.pw_name, "uid": me.pw_uid, "gid": os.getgid()}
    if me.pw_uid == 0:
        return own | {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
    return own | {"internal": me.pw_name, "login": me.pw_name, "group": group}


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise RuntimeError(f"Dovecot ended at once: {said} {log.read_text() if log.exists() else ''}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            if connection.recv(64).startswith(b"* OK"):
                return
        time.sleep(0.05)
    raise RuntimeError(f"Dovecot did not answer within ten seconds: {log.read_text() if log.exists() else ''}")
