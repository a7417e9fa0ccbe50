"""Classify hostile mail in a child process with limits on memory and time. The child is reused over many mails.

The child runs `outreach.replies.serve`: frames on standard input, answers on standard output. It is killed and
replaced when a mail takes too long. This side imports no classifier, so that it starts fast.
"""

import contextlib
import json
import os
import selectors
import struct
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from outreach.replies.finding import unreadable
from outreach.replies.limits import refusal
from outreach.replies.reading import Reading, reading_from

SECONDS = 4.0
"""One mail's time of the processor: the child ends itself after it."""
PATIENT_SECONDS = 60.0
"""By the wall clock: a busy machine must not make an honest mail unreadable."""
MEMORY = 280 * 1024 * 1024
"""The child's address space, in bytes."""
LENGTH = struct.Struct(">I")
READY = b"ready"
# Where the package lies: the child must find it wherever the user stands.
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Classifier:
    """Answers for one mail after another; use as a context manager so that the child ends."""

    seconds: float = PATIENT_SECONDS
    memory: int = MEMORY
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    _is_ready: bool = field(default=False, repr=False)

    def __enter__(self) -> Self:
        self._started()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raw: bytes) -> Reading:
        """Never raises for any bytes: what the child cannot do within its limits is `unreadable`."""
        reason = refusal(raw)
        if reason:
            return Reading(unreadable(reason))
        process = self._started()
        try:
            assert process.stdin is not None
            self._wait_until_ready(process)
            process.stdin.write(LENGTH.pack(len(raw)))
            process.stdin.write(raw)
            process.stdin.flush()
            answer = self._answer(process)
        except OSError:
            answer = None
        if answer is None:
            self.close()
            return Reading(unreadable("reading it took more time or memory than a mail may take"))
        return reading_from(answer)

    def close(self) -> None:
        """End the child; the next mail starts a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "outreach.replies.serve", str(self.memory)]
            self._process = subprocess.Popen(
                command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._is_ready = False
        return self._process

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        """The child's own start is not the mail's time."""
        assert process.stdout is not None
        if not self._is_ready:
            self._is_ready = _read_until(process.stdout, len(READY), time.monotonic() + PATIENT_SECONDS) == READY

    def _answer(self, process: "subprocess.Popen[bytes]") -> dict[str, Any] | None:
        """The frame that comes back, or None when time runs out or the child died."""
        assert process.stdout is not None
        end = time.monotonic() + self.seconds
        head = _read_until(process.stdout, LENGTH.size, end)
        body = _read_until(process.stdout, LENGTH.unpack(head)[0], end) if head else None
        found: dict[str, Any] | None = json.loads(body) if body else None
        return found


def _read_until(stream: IO[bytes], size: int, end: float) -> bytes | None:
    content = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while len(content) < size:
            left = end - time.monotonic()
            if left <= 0 or not selector.select(left):
                return None
            chunk = os.read(stream.fileno(), size - len(content))
            if not chunk:
                return None
            content += chunk
    return content
