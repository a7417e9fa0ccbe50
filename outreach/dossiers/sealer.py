"""The port to whatever seals a finished document. A seal is an electronic signature; signatures are people's."""

from datetime import datetime
from typing import Protocol

from outreach.dossiers.conformance import require_conformance


class Sealer(Protocol):
    """Seals documents in the name of one certificate."""

    @property
    def edition(self) -> str:
        """Who seals and with what: a document sealed otherwise is another document."""

    def seal(self, content: bytes, *, now: datetime) -> bytes:
        """The document, which has a field for a seal, with the seal appended. No two calls give the same bytes."""


def edition_with(sealer: Sealer | None, edition: str) -> str:
    """All that may alter a document beside its manuscript: the press's `edition`, and who seals."""
    return f"{edition}; {sealer.edition}" if sealer else edition


def sealed_by(sealer: Sealer | None, content: bytes, *, name: str, now: datetime) -> bytes:
    """Sealed in the one process that has the key; without a sealer as it is.

    Raises:
        BadInput: what the seal adds does not conform; the message names the document.
    """
    if sealer is None:
        return content
    sealed = sealer.seal(content, now=now)
    require_conformance(sealed, name=name)
    return sealed
