"""What can be said of a file from its bytes alone: whether it conforms, and who sealed it."""

from dataclasses import dataclass

from outreach.blobs import sha256_of
from outreach.dossiers.conformance import failures
from outreach.dossiers.hanko import read_seals
from outreach.dossiers.seal import Seals


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is. `failures` are sentences by profile."""

    sha256: str
    failures: dict[str, list[str]]
    seals: Seals

    @property
    def conforms(self) -> bool:
        return not any(self.failures.values())


def verify(content: bytes, *, roots: tuple[bytes, ...] = ()) -> Verdict:
    """Check both profiles and every seal; `roots` (DER) are the certificates trusted to vouch for a signatory.

    Raises:
        BadInput: the bytes are no PDF.
    """
    return Verdict(sha256_of(content), failures(content), read_seals(content, roots=roots))
