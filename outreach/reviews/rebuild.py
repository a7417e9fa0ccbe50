"""The manifest as it would be today: the same words, with today's contact, holder, text, counts and documents."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.dossiers.store import DocumentInfo, documents_of_each
from outreach.errors import Refused
from outreach.petition.store import VersionHead, get_version_head
from outreach.recipients.status import HolderForm
from outreach.recipients.store import (
    ContactInfo,
    HolderInfo,
    OfficeInfo,
    contacts_by_id,
    current_holders,
    offices_by_key,
    time_zones,
)
from outreach.reviews.formal import ManifestRoute, manifest_limits
from outreach.reviews.manifest import Manifest, ManifestDocument
from outreach.rounds.calendar import letter_day
from outreach.rounds.choose import holder_form_for
from outreach.rounds.store import AddresseeInfo, RoundInfo, get_round

KINDS = ("letter", "dossier")


@dataclass(frozen=True, slots=True)
class Words:
    """What was written for an addressee, and stays as it was packed whatever became of templates and files."""

    subject: str
    text: str
    html: str
    routes: tuple[ManifestRoute, ...] = ()
    left_out: tuple[str, ...] = ()


def words_of(manifest: Manifest) -> Words:
    """The words of a parcel."""
    return Words(manifest.subject, manifest.text, manifest.html, manifest.routes, manifest.left_out)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the manifest of an included addressee is made of today, but for its words; each read once."""

    addressee: AddresseeInfo
    time_zone: str
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
    rounds = {addressee.round_id: get_round(session, addressee.round_id)}
    found = sources_of_each(session, [addressee], rounds=rounds, now=now)[addressee.id]
    if isinstance(found, Refused):
        raise found
    return found


def sources_of_each(
    session: Session, addressees: Collection[AddresseeInfo], *, rounds: Mapping[int, RoundInfo], now: datetime
) -> dict[int, Sources | Refused]:
    """The sources of many addressees of these rounds by their ids, or why there are none, in as many queries as
    for one."""
    keys = {one.office_key for one in addressees}
    offices = offices_by_key(session, keys=keys)
    contacts = contacts_by_id(session, contact_ids={one.contact_id for one in addressees if one.contact_id})
    holders = current_holders(session, now.date(), office_keys=keys)
    documents = documents_of_each(session, addressees)
    versions = {
        number: get_version_head(session, number) for number in {one.version_id for one in rounds.values()}
    }
    zones = time_zones(session, codes={one.government for one in addressees})
    found: dict[int, Sources | Refused] = {}
    for one in addressees:
        if one.contact_id is None:
            found[one.id] = Refused(f"{one.office_key} is left out: {one.left_out_because}")
        elif one.opens_at is None:
            found[one.id] = Refused(
                f"Round {one.round_id} has no dispatch day: run `outreach rounds schedule` first."
            )
        else:
            found[one.id] = Sources(
                addressee=one,
                time_zone=zones[one.government],
                round=rounds[one.round_id],
                version=versions[rounds[one.round_id].version_id],
                office=offices[one.office_key],
                contact=contacts[one.contact_id],
                holder=holders.get(one.office_key),
                dated=letter_day(one.opens_at, time_zone=zones[one.government]).isoformat(),
                documents=tuple(documents[one.id]),
            )
    return found


def rebuild(sources: Sources, *, words: Words) -> Manifest:
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
        subject=words.subject,
        text=words.text,
        html=words.html,
        documents=_documents(addressee, sources.documents),
        routes=words.routes,
        limits=manifest_limits(contact.limits),
        left_out=words.left_out,
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
