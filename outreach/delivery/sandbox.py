"""The transport that nothing leaves by: each mail becomes a file of a Maildir on this machine."""

import os
from dataclasses import dataclass
from pathlib import Path

from outreach.blobs import sha256_of
from outreach.delivery.transport import Accepted, ConnectionFailure


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A Maildir at `folder`, made when the first mail comes. Any mail program opens it."""

    folder: Path

    @property
    def is_live(self) -> bool:
        return False

    @property
    def connections(self) -> int:
        return 1

    async def send(self, *, envelope_sender: str, recipient: str, message: bytes, envelope_id: str) -> Accepted:
        """Write the mail with the envelope on top, as a final delivery does (RFC 5321 §4.4)."""
        envelope = f"Return-Path: <{envelope_sender}>\r\nDelivered-To: {recipient}\r\n".encode()
        name = sha256_of(envelope + message)[:32]
        try:
            for part in ("tmp", "new", "cur"):
                (self.folder / part).mkdir(parents=True, exist_ok=True)
            beside = self.folder / "tmp" / f"{name}.{os.getpid()}"
            beside.write_bytes(envelope + message)
            beside.replace(self.folder / "new" / name)
        except OSError as error:
            raise ConnectionFailure(
                f"Cannot write to the sandbox {self.folder} ({error.strerror}): free space or fix OUTREACH_HOME."
            ) from error
        return Accepted(code=250, enhanced="2.0.0", text=f"2.0.0 kept in the sandbox as {name}", host="sandbox")

    def abort(self) -> None:
        """No conversation lasts."""

    async def close(self) -> None:
        """Nothing is kept open."""
