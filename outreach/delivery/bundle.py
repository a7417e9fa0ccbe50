"""Everything that proves one delivery, as one ZIP that can be checked offline, without the database."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlmodel import Session

from outreach.audit.chain import entry_body
from outreach.audit.store import LedgerEntry, list_entries
from outreach.blobs import Blobs, sha256_of
from outreach.delivery.certificate import certificate
from outreach.delivery.certificate_pdf import certificate_pdf
from outreach.delivery.facts import as_facts
from outreach.delivery.store import EvidenceInfo, get_delivery, list_attempts, list_evidence
from outreach.errors import NotFound
from outreach.reviews.store import get_parcel
from outreach.rounds.store import get_addressee, get_round
from outreach.scans import ending_of
from outreach.signatures.store import get_snapshot

SCHEMA = "outreach-bundle/2"
FACTS, CERTIFICATE, PAGE = "bundle.json", "certificate.txt", "certificate.pdf"
EVIDENCE = "evidence"
ERASURES = frozenset({"mail.erased", "mail.raw_erased"})
"""Entries of the ledger that are tombstones: their facts name the sha256 that is gone."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""ZIP's first day: the same proof gives the same bytes."""
_ALL_ENTRIES = 1_000_000


@dataclass(frozen=True, slots=True)
class LaterMail:
    """A mail that came about the delivery: a report, a receipt, an answer."""

    id: int
    kind: str | None
    collected_at: str
    sha256: str


@dataclass(slots=True)
class _Files:
    """Files by path, each content once, and what is gone: its hash and the tombstone's number in the ledger."""

    blobs: Blobs
    tombstones: dict[str, int]
    content: dict[str, bytes] = field(default_factory=dict)
    erased: dict[str, dict[str, str | int | None]] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def add(self, path: str, sha256: str) -> None:
        if sha256 in self._known:
            return
        self._known.add(sha256)
        try:
            content = self.blobs.get(sha256)
        except NotFound:
            self.erased[path] = {"sha256": sha256, "entry": self.tombstones.get(sha256)}
        else:
            named = path.startswith(f"{EVIDENCE}/")
            self.content[path + ending_of(content) if named else path] = content


def make_bundle(
    session: Session, blobs: Blobs, *, delivery_id: int, mails: Sequence[LaterMail] = (), now: datetime
) -> bytes:
    """The ZIP: the exact mails, the PDFs, servers' replies, what came back, the ledger's entries, a certificate.

    A file that was erased when its retention ended leaves its hash, and the ledger's entry that tells of it. The
    same proof at the same moment gives the same bytes.

    Raises:
        NotFound: there is no such delivery.
        Refused: a stored file was altered.
        Unavailable: a font for the certificate is missing.
    """
    delivery = get_delivery(session, delivery_id)
    parcel = get_parcel(session, delivery.parcel_id)
    attempts, evidence = list_attempts(session, delivery_id), list_evidence(session, delivery_id)
    entries = _entries(session, delivery_id, mails, evidence)
    files = _Files(blobs, {str(e.facts["sha256"]): e.number or 0 for e in entries if e.action in ERASURES})
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "made_at": now.isoformat(timespec="seconds"),
        "trial": not get_round(session, delivery.round_id).live,
        "sample": get_snapshot(session, parcel.manifest.snapshot_id).sample,
        "delivery": as_facts(delivery),
        "office": parcel.manifest.office_key,
        "government": get_addressee(session, delivery.addressee_id).government,
        "manifest": parcel.manifest.as_data(),
        "manifest_sha256": parcel.manifest_sha256,
        "approved_by": parcel.decided_by,
        "approved_at": parcel.decided_at.isoformat(timespec="seconds") if parcel.decided_at else None,
        "attempts": [as_facts(one) for one in attempts],
        "evidence": [as_facts(one) for one in evidence],
        "mails": [asdict(one) for one in mails],
        "ledger": [{**entry_body(entry), "entry_sha256": entry.entry_sha256} for entry in entries],
        "erased": files.erased,
    }
    for path, sha256 in paths_of(data):
        files.add(path, sha256)
    files.content[PAGE], data["edition"] = certificate_pdf(data)
    data["files"] = {path: sha256_of(content) for path, content in files.content.items()}
    return _zipped(data, files.content)


def _entries(
    session: Session, delivery_id: int, mails: Iterable[LaterMail], evidence: Iterable[EvidenceInfo]
) -> list[LedgerEntry]:
    """What the ledger has of the delivery and of the mails about it, the oldest first."""
    subjects = (
        {f"delivery:{delivery_id}"} | {f"mail:{one.id}" for one in mails} | mails_named(e.source for e in evidence)
    )
    found = [one for each in subjects for one in list_entries(session, subject=each, limit=_ALL_ENTRIES)]
    return sorted(found, key=lambda entry: entry.number or 0)


def mails_named(sources: Iterable[str]) -> set[str]:
    """The ledger's subjects of mails that are the sources of evidence, such as `mail:7`."""
    return {source for source in sources if source.startswith("mail:")}


def paths_of(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The files that a bundle's facts speak of, each with its sha256. Of several with one content the first is
    there; a proof's path has an ending besides, that of its kind."""
    for attempt in data["attempts"]:
        if attempt["eml_sha256"]:
            yield f"mail/attempt-{attempt['number']}.eml", attempt["eml_sha256"]
    for mail in data.get("mails", ()):
        yield f"mails/{mail['id']}-{mail['kind'] or 'unread'}.eml", mail["sha256"]
    for proof in data["evidence"]:
        if proof["blob_sha256"]:
            yield f"{EVIDENCE}/{proof['id']}-{proof['rung']}", proof["blob_sha256"]
    for document in data["manifest"]["documents"]:
        yield f"documents/{document['sha256'][:8]} {document['file_name']}", document["sha256"]


def _zipped(data: dict[str, Any], files: dict[str, bytes]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    whole = {FACTS: text.encode(), CERTIFICATE: certificate(data).encode(), **files}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in whole.items():
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
