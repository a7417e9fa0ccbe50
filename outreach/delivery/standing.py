"""Which proofs count: all but those that were withdrawn."""

from typing import Any

from sqlmodel import col, select

from outreach.delivery.tables import Evidence, EvidenceWithdrawal


def is_standing() -> Any:
    """The condition on `Evidence` that no withdrawal of it stands."""
    withdrawn = select(EvidenceWithdrawal.evidence_id).where(col(EvidenceWithdrawal.lifted_at).is_(None))
    return col(Evidence.id).not_in(withdrawn)
