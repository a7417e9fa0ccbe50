"""Whether a file is a document of ours, and conforms."""

from dataclasses import dataclass

from sqlmodel import Session

from outreach.blobs import sha256_of
from outreach.dossiers.conformance import failures
from outreach.dossiers.store import DocumentInfo, list_by_sha256


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is. `failures` are sentences by profile; `documents` are those with these very bytes."""

    sha256: str
    failures: dict[str, list[str]]
    documents: tuple[DocumentInfo, ...]

    @property
    def conforms(self) -> bool:
        return not any(self.failures.values())


def verify(session: Session, content: bytes) -> Verdict:
    """Check both profiles and look the bytes up; raises BadInput when they are no PDF."""
    sha256 = sha256_of(content)
    return Verdict(sha256, failures(content), tuple(list_by_sha256(session, sha256)))
