"""Whether a file from anywhere is the version that was approved here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from outreach.dossiers.store import DocumentInfo, list_by_sha256
from outreach.dossiers.verify import Verdict
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import list_parcels


class Standing(StrEnum):
    """What this installation knows of a file."""

    APPROVED = "approved"
    """A person approved exactly these bytes, and the approval was not taken back."""
    BUILT = "built"
    """It was built here, and no approval of it stands."""
    EXTENDED = "extended"
    """It begins with a file that was built here; something was added to it afterwards."""
    UNKNOWN = "unknown"
    """Nothing that was built here has these bytes: it was altered, or is not ours."""
    NOT_ASKED = "not_asked"
    """There is no database here that could tell."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One parcel with this document that somebody approved."""

    parcel_id: int
    round_id: int
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Authenticity:
    """`documents` are ours with these bytes, or those it begins with; `approvals` are of exactly these bytes."""

    standing: Standing
    documents: tuple[DocumentInfo, ...] = ()
    approvals: tuple[Approval, ...] = ()


def authenticity(session: Session, verdict: Verdict) -> Authenticity:
    """Look up the file's bytes, and those that each of its seals covers."""
    documents = tuple(list_by_sha256(session, verdict.sha256))
    if documents:
        approvals = tuple(_approvals(session, documents, verdict.sha256))
        return Authenticity(Standing.APPROVED if approvals else Standing.BUILT, documents, approvals)
    covered = [seal.covered_sha256 for seal in verdict.seals.found]
    begins_with = tuple(document for sha256 in covered for document in list_by_sha256(session, sha256))
    return Authenticity(Standing.EXTENDED if begins_with else Standing.UNKNOWN, begins_with)


def _approvals(session: Session, documents: Sequence[DocumentInfo], sha256: str) -> list[Approval]:
    rounds = sorted({document.round_id for document in documents})
    return [
        Approval(parcel.id, parcel.round_id, parcel.decided_by or "", parcel.decided_at or parcel.packed_at)
        for round_id in rounds
        for parcel in list_parcels(session, round_id=round_id, status=ReviewStatus.APPROVED, earlier_too=True)
        if any(document.sha256 == sha256 for document in parcel.manifest.documents)
    ]
