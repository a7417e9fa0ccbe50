"""A server on a bare socket, for ways that no mail server's library has: it says what a script tells it to."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Say = Callable[[bytes], bytes | None]
"""From a line of the client (empty: it has just connected; DATA's lines one by one) to bytes; None hangs up."""
OFFERS = b"250-mail.example\r\n250-STARTTLS\r\n250-DSN\r\n250 SIZE 99999999\r\n"


class Script:
    """A server that takes every mail; `instead` overrules its answer to a verb, and is asked with the line."""

    def __init__(self, instead: Callable[[str, bytes], bytes | None] = lambda _verb, _line: b"") -> None:
        self.taken: list[bytes] = []
        self.lines: list[bytes] = []
        self._instead = instead
        self._mail: list[bytes] | None = None

    def __call__(self, line: bytes) -> bytes | None:
        verb = line[:4].strip().decode("latin-1").upper() or "HELLO"
        if self._mail is not None:
            verb = "END" if line == b".\r\n" else "LINE"
        else:
            self.lines.append(line)
        answer = self._instead(verb, line)
        if verb == "END" and answer:
            self._mail = None
        return self._usual(verb, line) if answer == b"" else answer

    def _usual(self, verb: str, line: bytes) -> bytes | None:
        if verb == "DATA":
            self._mail = []
            return b"354 go on\r\n"
        if verb == "LINE" and self._mail is not None:
            self._mail.append(line)
            return b""
        if verb == "END" and self._mail is not None:
            self.taken.append(b"".join(self._mail))
            self._mail = None
            return b"250 2.0.0 taken\r\n"
        return {"HELLO": b"220 mail.example\r\n", "EHLO": OFFERS, "QUIT": b"221 bye\r\n"}.get(verb, b"250 ok\r\n")


@contextmanager
def raw_server(script: Callable[[], Say], *, pause: float = 0.0) -> Iterator[int]:
    """Listens on loopback; each connection gets a script of its own. With a `pause`, replies go byte by byte."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, script, pause), daemon=True).start()
        yield int(listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, script: Callable[[], Say], pause: float) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=_converse, args=(connection, script(), pause), daemon=True).start()


def _converse(connection: socket.socket, say: Say, pause: float) -> None:
    with suppress(OSError), connection, connection.makefile("rb") as lines:
        line = b""
        while (answer := say(line)) is not None:
            for piece in (answer[at : at + 1] for at in range(len(answer))) if pause else (answer,):
                connection.sendall(piece)
                time.sleep(pause)
            if not (line := lines.readline()):
                return
