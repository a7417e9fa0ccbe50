"""A real Postfix on loopback, in a directory of its own. It asks no DNS and is stopped by its process id."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
POSTFIX, POSTCONF = (shutil.which(name, path=_PATH) for name in ("postfix", "postconf"))
needs_postfix = pytest.mark.skipif(
    POSTFIX is None or POSTCONF is None or os.getuid() != 0,
    reason="needs Postfix, whose master starts as root only: apt-get install postfix, and run the tests as root",
)
NOBODY = 65534
SECONDS = 20

MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = {commands}
daemon_directory = {daemons}
maillog_file = {home}/log/mail.log
maillog_file_prefixes = {home}
mail_owner = postfix
setgid_group = postdrop
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ=UTC
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.outreach.example
mydestination =
mynetworks = 127.0.0.1/32
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtputf8_enable = {smtputf8}
message_size_limit = {size_limit}
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
maximal_queue_lifetime = {keeps_for}
default_transport = error:5.4.4 this relay knows no way there
relay_transport = error:5.4.4 this relay knows no way there
transport_maps = inline:{{ {routes} }}
virtual_transport = virtual
virtual_mailbox_domains = {mailboxes}
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = inline:{{ {folders} }}
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
OWN_FOLDERS = (
    *("incoming", "active", "deferred", "hold", "corrupt", "saved"),
    *("bounce", "defer", "flush", "trace", "private"),
)


@dataclass(frozen=True, slots=True)
class Postfix:
    """One running relay."""

    port: int
    home: Path

    @property
    def log(self) -> Path:
        return self.home / "log" / "mail.log"

    def maildir(self, domain: str) -> Path:
        """Where mail to one of its own domains lies."""
        return self.home / "mail" / domain

    def logs(self) -> list[Path]:
        """The log and what was rotated away, packed."""
        return sorted(self.log.parent.iterdir())

    def rotate_log(self) -> None:
        """Postfix's own rotation: the old log is packed with gzip."""
        self._postfix("logrotate")

    def until(self, *told: str, times: int = 1) -> None:
        """Wait until the log has so many lines with all of these words."""
        end = time.monotonic() + SECONDS
        while sum(all(word in line for word in told) for line in self._lines()) < times:
            assert time.monotonic() < end, f"no {told} in:\n" + "\n".join(self._lines())
            time.sleep(0.05)

    def _lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def _postfix(self, command: str) -> None:
        assert POSTFIX is not None
        subprocess.run([POSTFIX, "-c", self.home, command], check=True, capture_output=True, timeout=SECONDS)


@contextmanager
def running_postfix(
    routes: Mapping[str, int],
    *,
    mailboxes: tuple[str, ...],
    size_limit: int = 10_240_000,
    offers_smtputf8: bool = True,
    keeps_for: str = "5d",
) -> Iterator[Postfix]:
    """Start in a new directory and wait until it answers; stop it and remove the directory.

    `routes` gives the loopback port of the server that takes a domain's mail, `mailboxes` the domains whose mail
    it keeps, a Maildir each; mail to anywhere else is bounced. What is deferred is tried for `keeps_for`.
    """
    with tempfile.TemporaryDirectory(prefix="postfix-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        _lay_out(home, mailboxes)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        (home / "master.cf").write_text(MASTER.format(port=port))
        (home / "main.cf").write_text(
            _main(home, routes, mailboxes, size_limit=size_limit, smtputf8=offers_smtputf8, keeps_for=keeps_for)
        )
        # Postfix reads a file of the last two seconds again and again: somebody might be writing to it.
        os.utime(home / "main.cf", (0, 0))
        said = home / "said"
        with said.open("wb") as out:
            # Leader of its own group: on SIGTERM Postfix's master ends the group. It also ends when we are killed.
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig=TERM", _setting("daemon_directory") / "master", "-c", home],
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        try:
            _wait_until_it_answers(process, port, said, home / "log" / "mail.log")
            yield Postfix(port, home)
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            process.wait(timeout=SECONDS)


def _main(
    home: Path,
    routes: Mapping[str, int],
    mailboxes: tuple[str, ...],
    *,
    size_limit: int,
    smtputf8: bool,
    keeps_for: str,
) -> str:
    return MAIN.format(
        home=home,
        commands=_setting("command_directory"),
        daemons=_setting("daemon_directory"),
        routes=", ".join(f"{{ {domain} = smtp:[localhost]:{port} }}" for domain, port in routes.items()),
        mailboxes=", ".join(mailboxes),
        folders=", ".join(f"{{ @{domain} = {domain}/ }}" for domain in mailboxes),
        size_limit=size_limit,
        smtputf8="yes" if smtputf8 else "no",
        keeps_for=keeps_for,
        nobody=NOBODY,
    )


def _lay_out(home: Path, mailboxes: tuple[str, ...]) -> None:
    """The folders of a queue with the owners that Postfix insists on."""
    home.chmod(0o755)
    owner = pwd.getpwnam("postfix")
    for name in ("log", "mail", "queue", "queue/pid"):
        (home / name).mkdir()
    for name in ("data", *(f"queue/{own}" for own in OWN_FOLDERS), "queue/maildrop", "queue/public"):
        (home / name).mkdir(mode=0o700)
        os.chown(home / name, owner.pw_uid, owner.pw_gid)
    for domain in mailboxes:
        (home / "mail" / domain).mkdir()
        os.chown(home / "mail" / domain, NOBODY, NOBODY)


def _setting(name: str) -> Path:
    """Of the package: where its programs lie differs between systems."""
    assert POSTCONF is not None
    told = subprocess.run([POSTCONF, "-dh", name], check=True, capture_output=True, text=True)
    return Path(told.stdout.strip())


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, *told: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.settimeout(SECONDS)
            if connection.recv(64).startswith(b"220"):
                connection.sendall(b"QUIT\r\n")
                return
        time.sleep(0.05)
    raise RuntimeError("Postfix did not answer: " + "\n".join(f.read_text() for f in told if f.exists()))
