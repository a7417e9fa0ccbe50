"""The same round of 411 kB mails against Postfix's `smtp-source`, a C program that sends one prepared mail again
and again over as many connections and remembers nothing: what a processor can do at most."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.bench.measure import ROUNDS, Measure, Skipped, compare
from tests.bench.sending import MAILS, queued, sent
from tests.bench.sink import sink
from tests.databases import sqlite_template

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
MANY = 10 * MAILS
"""It would be over before it was measured."""
CONNECTIONS = 4
"""As many as `SmtpTransport` keeps."""


def rounds_sent_of_c() -> Measure:
    """Mails a second to the same server; the baseline is smtp-source with mails of the same size."""
    program = found_program(PLACES)
    with tempfile.TemporaryDirectory() as folder, sink() as port:
        template = sqlite_template(Path(folder))
        waiting = [queued(template, Path(folder) / str(number)) for number in range(ROUNDS)]
        size = size_of_a_mail(template, Path(folder) / "one", port)
        return compare(lambda: sent(*waiting.pop(), port), lambda: _of_c(program, size, port), unit="mails/s")


def found_program(places: str) -> str:
    """Where smtp-source is; raises Skipped."""
    program = shutil.which("smtp-source", path=places)
    if program is None:
        raise Skipped("needs smtp-source, which comes with Postfix: apt-get install postfix")
    return program


def size_of_a_mail(template: Path, folder: Path, port: int) -> int:
    """Octets of a mail of the round, as it was sent."""
    file, blobs = queued(template, folder, mails=1)
    before = {path for path in folder.rglob("*") if path.is_file()}
    sent(file, blobs, port)
    return max(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path not in before)


def _of_c(program: str, size: int, port: int) -> int:
    options = [f"-s{CONNECTIONS}", f"-m{MANY}", f"-l{size}", "-d"]
    subprocess.run([program, *options, f"inet:127.0.0.1:{port}"], check=True, capture_output=True)
    return MANY
