"""Everything that proves one delivery, as one ZIP that can be checked offline, without the database."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlmodel import Session

from outreach.audit.chain import entry_body
from outreach.audit.store import list_entries
from outreach.blobs import Blobs, sha256_of
from outreach.delivery.certificate import certificate
from outreach.delivery.facts import as_facts
from outreach.delivery.store import AttemptInfo, EvidenceInfo, get_delivery, list_attempts, list_evidence
from outreach.errors import NotFound
from outreach.reviews.store import get_parcel
from outreach.rounds.store import get_addressee

SCHEMA = "outreach-bundle/1"
FACTS, CERTIFICATE = "bundle.json", "certificate.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""ZIP's first day: the same proof gives the same bytes."""
_ALL_ENTRIES = 1_000_000


@dataclass(slots=True)
class _Files:
    """Files by path, and what was erased since (only its hash is left)."""

    blobs: Blobs
    content: dict[str, bytes] = field(default_factory=dict)
    erased: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, sha256: str) -> None:
        try:
            self.content[path] = self.blobs.get(sha256)
        except NotFound:
            self.erased[path] = sha256


def make_bundle(session: Session, blobs: Blobs, *, delivery_id: int, now: datetime) -> bytes:
    """The ZIP: the exact mails, the PDFs, servers' replies, what came back, the ledger's entries, a certificate.

    A file that was erased when its retention ended leaves its hash. The same proof at the same moment gives the
    same bytes.

    Raises:
        NotFound: there is no such delivery.
        Refused: a stored file was altered.
    """
    delivery = get_delivery(session, delivery_id)
    parcel = get_parcel(session, delivery.parcel_id)
    attempts, evidence = list_attempts(session, delivery_id), list_evidence(session, delivery_id)
    files = _Files(blobs)
    for path, sha256 in _paths(attempts, evidence):
        files.add(path, sha256)
    for document in parcel.manifest.documents:
        files.add(f"documents/{document.sha256[:8]} {document.file_name}", document.sha256)
    entries = reversed(list_entries(session, subject=f"delivery:{delivery_id}", limit=_ALL_ENTRIES))
    data = {
        "schema": SCHEMA,
        "made_at": now.isoformat(timespec="seconds"),
        "delivery": as_facts(delivery),
        "office": parcel.manifest.office_key,
        "government": get_addressee(session, delivery.addressee_id).government,
        "manifest": parcel.manifest.as_data(),
        "manifest_sha256": parcel.manifest_sha256,
        "approved_by": parcel.decided_by,
        "approved_at": parcel.decided_at.isoformat(timespec="seconds") if parcel.decided_at else None,
        "attempts": [as_facts(one) for one in attempts],
        "evidence": [as_facts(one) for one in evidence],
        "ledger": [{**entry_body(entry), "entry_sha256": entry.entry_sha256} for entry in entries],
        "files": {path: sha256_of(content) for path, content in files.content.items()},
        "erased": files.erased,
    }
    return _zipped(data, files.content)


def _paths(attempts: list[AttemptInfo], evidence: list[EvidenceInfo]) -> Iterator[tuple[str, str]]:
    sent = {attempt.eml_sha256 for attempt in attempts}
    for attempt in attempts:
        if attempt.eml_sha256:
            yield f"mail/attempt-{attempt.number}.eml", attempt.eml_sha256
    for proof in evidence:
        if proof.blob_sha256 and proof.blob_sha256 not in sent:
            yield f"evidence/{proof.id}-{proof.rung}", proof.blob_sha256


def _zipped(data: dict[str, Any], files: dict[str, bytes]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    whole = {FACTS: text.encode(), CERTIFICATE: certificate(data).encode(), **files}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in whole.items():
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
