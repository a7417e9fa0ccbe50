"""An open round with approved parcels, written straight into the tables: what stages before delivery leave."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from outreach.blobs import Blobs, sha256_of
from outreach.delivery.claim import Claimed, Claimer, claim
from outreach.delivery.identity import MailIdentity, ReplyMode
from outreach.dossiers.tables import Document, DocumentKind
from outreach.petition.document import read_document
from outreach.petition.status import ReviewState
from outreach.petition.tables import Campaign, PetitionText, PetitionVersion
from outreach.recipients.status import Branch, Channel, HolderForm, OfficeRole
from outreach.recipients.tables import Contact, ContactCheck, Government, Office
from outreach.recipients.values import value_sha256
from outreach.reviews.manifest import Manifest, ManifestDocument
from outreach.reviews.status import ReviewStatus
from outreach.reviews.tables import Parcel, Review
from outreach.rounds.reference import reference_for
from outreach.rounds.status import Purpose, RoundStatus
from outreach.rounds.tables import Addressee, Round
from outreach.signatures.tables import Snapshot

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SHA = "0" * 64
TEMPLATES = Path(__file__).resolve().parents[2] / "letter_templates"
CAMPAIGN = read_document(TEMPLATES / "campaign.yaml").data
TEXT = read_document(TEMPLATES / "texts" / "en.yaml").data
IDENTITY = MailIdentity(
    sender="petition@outreach.example",
    sender_name="G7+7 petition",
    domain="outreach.example",
    reply_domain="replies.outreach.example",
    reply_mode=ReplyMode.DOMAIN,
    reply_mailbox="replies",
    token_keys=(b"a key for tests",),
)


def take_one(
    session: Session,
    *,
    worker: str = "one",
    message_id: str = "<1@x>",
    lease: timedelta = timedelta(minutes=20),
) -> Claimed | None:
    """Claim delivery 1, as a worker does that has one connection."""
    claimer = Claimer(worker=worker, is_live=False, lease=lease, message_id=lambda: message_id)
    claims = claim(session, offered=[1], wanted=1, claimer=claimer, now=NOW)
    return claims.claimed[0] if claims.claimed else None


@dataclass(slots=True)
class OpenRound:
    """A round of GB offices; `add` one office after another. `live` as the round's."""

    session: Session
    blobs: Blobs
    live: bool = False
    opens_at: datetime = NOW - timedelta(hours=1)
    closes_at: datetime = NOW + timedelta(days=5)
    round_id: int = field(init=False)
    version_id: int = field(init=False)
    snapshot_id: int = field(init=False)
    offices: int = 0
    letter: bytes = b"%PDF letter"
    dossier: bytes = b"%PDF dossier" * 2000

    def __post_init__(self) -> None:
        campaign = self._saved(Campaign(slug="test", name="Test"))
        self.version_id = self._saved(
            PetitionVersion(
                campaign_id=campaign,
                number=1,
                sha256=SHA,
                campaign=CAMPAIGN,
                frozen_at=NOW,
                frozen_by="organiser_olga",
            )
        )
        self._saved(
            PetitionText(
                version_id=self.version_id, language="en", sha256=SHA, review=ReviewState.DRAFT, body=TEXT
            )
        )
        self.snapshot_id = self._saved(
            Snapshot(
                campaign_id=campaign,
                as_of=NOW,
                total=505970,
                countries=[],
                sample=True,
                format="counts",
                source_name="x",
                source_sha256=SHA,
                imported_at=NOW,
                imported_by="staff_sam",
            )
        )
        self.round_id = self._saved(
            Round(
                campaign_id=campaign,
                name="Test round",
                version_id=self.version_id,
                snapshot_id=self.snapshot_id,
                status=RoundStatus.OPEN,
                live=self.live,
                planned_by="staff_sam",
                planned_at=NOW,
                dispatch_on=self.opens_at.date(),
                window_days=5,
                started_at=NOW,
            )
        )
        self.session.add(
            Government(
                code="GB",
                name="United Kingdom",
                names={},
                languages=["en"],
                time_zone="Europe/London",
                notes=[],
                seed_sha256=SHA,
            )
        )
        self.session.flush()

    def add(self, value: str, *, channel: Channel = Channel.EMAIL, approved: bool = True) -> int:
        """One more office at this address with a packed parcel; the addressee's id."""
        self.offices += 1
        key = f"gb-office-{self.offices}"
        contact = self._contact(key, channel, value)
        addressee = self._saved(
            Addressee(
                round_id=self.round_id,
                government="GB",
                office_key=key,
                contact_id=contact,
                channel=channel,
                languages=["en"],
                holder_form=HolderForm.ANY,
                included=True,
                purpose=Purpose.ROUND,
                opens_at=self.opens_at,
                closes_at=self.closes_at,
            )
        )
        manifest = self._manifest(addressee, key, contact, channel, value)
        parcel = self._saved(
            Parcel(
                round_id=self.round_id,
                addressee_id=addressee,
                number=1,
                manifest=manifest.as_data(),
                manifest_sha256=manifest.sha256,
                packed_at=NOW,
                asked_by="staff_sam",
            )
        )
        self._saved(
            Review(
                parcel_id=parcel,
                status=ReviewStatus.APPROVED if approved else ReviewStatus.AWAITING,
                manifest_sha256=manifest.sha256,
                decided_at=NOW if approved else None,
                decided_by="organiser_olga" if approved else None,
            )
        )
        return addressee

    def _contact(self, key: str, channel: Channel, value: str) -> int:
        self.session.add(
            Office(
                key=key,
                government="GB",
                branch=Branch.EXECUTIVE,
                role=next(iter(OfficeRole)),
                name=key,
                names={},
                languages=["en"],
                forms={"addressee": {"en": [{"holder": "any", "text": f"The Head of {key}"}]}},
                website="",
                confidence={},
                sources=[],
                verified=True,
                notes="",
                seed_sha256=SHA,
            )
        )
        self.session.flush()
        contact = self._saved(Contact(office_key=key, channel=channel, value=value, preference=1, seed_sha256=SHA))
        self._saved(
            ContactCheck(
                contact_id=contact,
                value_sha256=value_sha256(channel, value),
                checked_by="admin_ada",
                checked_at=NOW,
                source="https://www.gov.example",
                expires_at=NOW + timedelta(days=90),
            )
        )
        return contact

    def _manifest(self, addressee: int, key: str, contact: int, channel: Channel, value: str) -> Manifest:
        documents = (
            self._document(DocumentKind.LETTER, addressee, self.letter + key.encode(), f"Letter {key}.pdf"),
            self._document(DocumentKind.DOSSIER, None, self.dossier, "Dossier – 請願書.pdf"),
        )
        return Manifest(
            addressee_id=addressee,
            reference=reference_for(addressee),
            purpose=Purpose.ROUND,
            office_key=key,
            channel=channel,
            contact_id=contact,
            address=value,
            languages=("en",),
            dated=self.opens_at.date().isoformat(),
            holder_form=HolderForm.ANY,
            holder_id=None,
            version_id=self.version_id,
            version_sha256=SHA,
            snapshot_id=self.snapshot_id,
            subject=f"A public petition [{reference_for(addressee)}]",
            text=f"Dear {key},\n\nplease find our letter.\n",
            html=f"<p>Dear {key},</p><p>please find our letter.</p>",
            documents=documents,
        )

    def _document(
        self, kind: DocumentKind, addressee: int | None, content: bytes, file_name: str
    ) -> ManifestDocument:
        sha256 = self.blobs.put(content)
        if addressee is not None or self.offices == 1:
            self._saved(
                Document(
                    round_id=self.round_id,
                    kind=kind,
                    government="GB",
                    language="en",
                    addressee_id=addressee,
                    sha256=sha256,
                    inputs_sha256=sha256_of(file_name.encode()),
                    size=len(content),
                    pages=1,
                    file_name=file_name,
                    built_at=NOW,
                    asked_by="staff_sam",
                )
            )
        return ManifestDocument(
            kind=kind, language="en", sha256=sha256, file_name=file_name, size=len(content), pages=1
        )

    def _saved(self, row: object) -> int:
        self.session.add(row)
        self.session.flush()
        saved: int = row.id  # type: ignore[attr-defined]
        return saved
