"""The manifest as it would be today: the same words, with today's contact, holder, text, counts and documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.dossiers.store import DocumentInfo, documents_for
from outreach.errors import Refused
from outreach.petition.store import VersionHead, get_version_head
from outreach.recipients.status import HolderForm
from outreach.recipients.store import (
    ContactInfo,
    HolderInfo,
    OfficeInfo,
    current_holder,
    get_contact,
    get_government,
    get_office,
)
from outreach.reviews.manifest import Manifest, ManifestDocument
from outreach.rounds.calendar import letter_day
from outreach.rounds.choose import holder_form_for
from outreach.rounds.store import AddresseeInfo, RoundInfo, get_round

KINDS = ("letter", "dossier")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the manifest of an included addressee is made of today, but for its words; each read once."""

    addressee: AddresseeInfo
    round: RoundInfo
    version: VersionHead
    office: OfficeInfo
    contact: ContactInfo
    holder: HolderInfo | None
    dated: str
    documents: tuple[DocumentInfo, ...]


def sources_of(session: Session, addressee: AddresseeInfo, *, now: datetime) -> Sources:
    """Read an addressee's sources.

    Raises:
        Refused: it is left out, or its round has no dispatch day.
    """
    if addressee.contact_id is None:
        raise Refused(f"{addressee.office_key} is left out: {addressee.left_out_because}")
    if addressee.opens_at is None:
        raise Refused(f"Round {addressee.round_id} has no dispatch day: run `outreach rounds schedule` first.")
    of_round = get_round(session, addressee.round_id)
    time_zone = get_government(session, addressee.government).time_zone
    return Sources(
        addressee=addressee,
        round=of_round,
        version=get_version_head(session, of_round.version_id),
        office=get_office(session, addressee.office_key),
        contact=get_contact(session, addressee.contact_id),
        holder=current_holder(session, addressee.office_key, now.date()),
        dated=letter_day(addressee.opens_at, time_zone=time_zone).isoformat(),
        documents=tuple(documents_for(session, addressee.id)),
    )


def rebuild(sources: Sources, *, subject: str, text: str, html: str) -> Manifest:
    """The manifest of these sources with these words.

    Raises:
        Refused: a document is not built yet, or the holder's form of address is not known.
    """
    addressee, contact, holder = sources.addressee, sources.contact, sources.holder
    return Manifest(
        addressee_id=addressee.id,
        reference=addressee.reference,
        purpose=addressee.purpose,
        office_key=addressee.office_key,
        channel=contact.channel,
        contact_id=contact.id,
        address=contact.value,
        languages=addressee.languages,
        dated=sources.dated,
        holder_form=_holder_form(sources),
        holder_id=holder.id if holder else None,
        version_id=sources.version.id,
        version_sha256=sources.version.sha256,
        snapshot_id=sources.round.snapshot_id,
        subject=subject,
        text=text,
        html=html,
        documents=_documents(addressee, sources.documents),
    )


def _holder_form(sources: Sources) -> HolderForm:
    """The recorded holder's form; where nobody is recorded, the one that was chosen in the plan."""
    planned = sources.addressee.holder_form
    if sources.holder is None and planned is not None:
        return planned
    return holder_form_for(sources.office, sources.addressee.languages, sources.holder, choose_first=False)


def _documents(addressee: AddresseeInfo, found: Sequence[DocumentInfo]) -> tuple[ManifestDocument, ...]:
    """A letter and a dossier in each language, in the order of the languages."""
    by_part = {(document.language, str(document.kind)): document for document in found}
    wanted = [(language, kind) for language in addressee.languages for kind in KINDS]
    missing = [f"{kind} in {language}" for language, kind in wanted if (language, kind) not in by_part]
    if missing:
        raise Refused(
            f"{addressee.office_key} ({addressee.reference}) has no {', '.join(missing)}: "
            f"run `outreach dossiers build {addressee.round_id}` first."
        )
    return tuple(
        ManifestDocument(
            kind=str(document.kind),
            language=document.language,
            sha256=document.sha256,
            file_name=document.file_name,
            size=document.size,
            pages=document.pages,
        )
        for document in (by_part[part] for part in wanted)
    )
