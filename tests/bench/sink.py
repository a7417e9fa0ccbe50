"""An SMTP server that takes every mail and keeps none: fast enough not to be what is measured.

The sample server of the demonstration reads line by line and would take longer than the sender.
"""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

END = b"\r\n.\r\n"
REPLIES = {
    b"EHLO": b"250-sink.example\r\n250 SIZE 50000000\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}


class Sink(asyncio.Protocol):
    """One conversation; commands may come together (RFC 2920)."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._out, self._buffer, self._in_data = transport, bytearray(), False
        transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        end = END if self._in_data else b"\r\n"
        # The end is looked for at the end only: a mail is the last thing that a client sends before it waits.
        at = len(self._buffer) - len(end) if self._in_data else self._buffer.find(end)
        if at < 0 or self._buffer[at : at + len(end)] != end:
            return False
        verb = b"content" if self._in_data else bytes(self._buffer[:4]).upper()
        del self._buffer[: at + len(end)]
        self._in_data = verb == b"DATA"
        self._out.write(REPLIES.get(verb, b"250 2.0.0 yes\r\n"))
        return True


@contextmanager
def sink() -> Iterator[int]:
    """Listen on loopback in a process of its own; gives the port."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    try:
        port: int = ours.recv()
        yield port
    finally:
        process.terminate()
        process.join()


def _serve(link: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
        link.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())
