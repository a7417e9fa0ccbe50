"""Real servers on loopback that play the other side: for tests and for the demonstration."""

import asyncio
import threading
from dataclasses import dataclass, field, replace

from outreach.errors import Unavailable
from outreach.fake_smtp import Conversation, Manners, Received

CLOSING_TURNS = 10
"""Turns of the event loop after which an aborted connection, TLS or not, has closed its socket."""


@dataclass(slots=True)
class SmtpServer:
    """Listens on 127.0.0.1 at a free port between `start` and `stop`, in a thread of its own."""

    manners: Manners = field(default_factory=Manners)
    received: list[Received] = field(default_factory=list)
    port: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _conversations: list[Conversation] = field(default_factory=list)

    def __enter__(self) -> "SmtpServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def connections(self) -> int:
        """How many connections were opened so far."""
        return len(self._conversations)

    def start(self) -> None:
        """Begin to listen. Raises Unavailable when the port is taken."""
        try:
            server = self._loop.run_until_complete(self._listen())
        except OSError as error:
            self._loop.close()
            raise Unavailable(f"The sample mail server cannot listen on port {self.port}: {error}.") from error
        self.port = server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(server,), name="smtp-server", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and end every conversation."""
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._thread = None

    async def _listen(self) -> asyncio.Server:
        tls = self.manners.tls_context if self.manners.implicit_tls else None
        return await self._loop.create_server(self._conversation, "127.0.0.1", self.port, ssl=tls)

    def _conversation(self) -> Conversation:
        conversation = Conversation(replace(self.manners, on_mail=self._keep), self._loop)
        self._conversations.append(conversation)
        return conversation

    def _keep(self, mail: Received) -> None:
        self.received.append(mail)
        self.manners.on_mail(mail)

    def _run(self, server: asyncio.Server) -> None:
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._end_all())
        self._loop.close()

    async def _end_all(self) -> None:
        for conversation in self._conversations:
            conversation.hang_up()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for _ in range(CLOSING_TURNS):
            await asyncio.sleep(0)
