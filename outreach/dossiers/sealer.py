"""The port to whatever seals a finished document. A seal is an electronic signature; signatures are people's."""

from datetime import datetime
from typing import Protocol


class Sealer(Protocol):
    """Seals documents in the name of one certificate."""

    @property
    def edition(self) -> str:
        """Who seals and with what: a document sealed otherwise is another document."""

    def seal(self, content: bytes, *, now: datetime) -> bytes:
        """The document, which has a field for a seal, with the seal appended. No two calls give the same bytes."""
