"""One letter or dossier from the files alone, with sample counts: no database, nothing is kept."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from outreach.dossiers.addressing import recipient_of
from outreach.dossiers.content import Content, Recipient
from outreach.dossiers.dossier import dossier_manuscript
from outreach.dossiers.figures import region_count
from outreach.dossiers.fonts import prepare_fonts
from outreach.dossiers.glyphs import require_glyphs
from outreach.dossiers.laws import Law, load_laws
from outreach.dossiers.letter import letter_manuscript
from outreach.dossiers.manuscript import Manuscript, Printed
from outreach.dossiers.places import phrases_located
from outreach.dossiers.press import imprint_of, open_press
from outreach.errors import BadInput, NotFound
from outreach.petition.languages import LANGUAGES
from outreach.petition.load import load_campaign, load_text, load_texts
from outreach.petition.values import CampaignFile, Text
from outreach.recipients.forms import choices
from outreach.recipients.load import load, load_government
from outreach.recipients.values import ContactEntry, ContactInfo, GovernmentEntry, OfficeEntry, OfficeInfo
from outreach.signatures.disclosure import Disclosure
from outreach.signatures.read import read_export
from outreach.signatures.suppress import disclose

REFERENCE = "OUT-0000-000"
"""Stands where a real letter has its own reference; its check characters are wrong on purpose."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a preview reads. `counts` are always treated as samples."""

    templates: Path
    recipients: Path
    counts: Path
    small_count: int


@dataclass(frozen=True, slots=True)
class KnownSeat:
    """An office that only the database knows: the seat of an imported legislator, and who holds it."""

    office: OfficeInfo
    contacts: tuple[ContactInfo, ...]
    holder_name: str


@dataclass(frozen=True, slots=True)
class Material:
    """What the files say, read once for many previews; `seat` is what a database adds to them."""

    templates: Path
    recipients: Path
    campaign: CampaignFile
    texts: Mapping[str, Text]
    laws: tuple[Law, ...]
    governments: Mapping[str, GovernmentEntry]
    disclosure: Disclosure
    seat: KnownSeat | None = None

    def has_office(self, government: str, key: str) -> bool:
        """Whether the files have that office."""
        return any(office.key == key for office in self.governments[government].offices)


def read_material(sources: Sources) -> Material:
    """Read and check all files.

    Raises:
        BadInput: with every problem of the files that are wrong.
    """
    return Material(
        templates=sources.templates,
        recipients=sources.recipients,
        campaign=load_campaign(sources.templates),
        texts=load_texts(sources.templates),
        laws=load_laws(sources.templates),
        governments={entry.code: entry for entry in load(sources.recipients)},
        disclosure=_sample(sources),
    )


def read_material_for(sources: Sources, *, government: str, language: str) -> Material:
    """As `read_material`, but of the recipients and texts only what one preview needs: a tenth of the work."""
    found = load_government(sources.recipients, government) if government.isalpha() else None
    entries = load(sources.recipients) if found is None else [found]
    return Material(
        templates=sources.templates,
        recipients=sources.recipients,
        campaign=load_campaign(sources.templates),
        texts={language: load_text(sources.templates, language)} if language in LANGUAGES else {},
        laws=load_laws(sources.templates),
        governments={entry.code: entry for entry in entries},
        disclosure=_sample(sources),
    )


def preview(material: Material, *, government: str, language: str, office: str | None, dated: date) -> Printed:
    """The dossier of a government, or the letter to an office, in one language; raises as `preview_manuscript`."""
    manuscript = preview_manuscript(material, government=government, language=language, office=office, dated=dated)
    with tempfile.TemporaryDirectory(prefix="outreach-") as folder:
        fonts = prepare_fonts(Path(folder), {language: manuscript.html})
        return open_press(fonts).run(manuscript)


def preview_manuscript(
    material: Material, *, government: str, language: str, office: str | None, dated: date
) -> Manuscript:
    """The same before it is typeset.

    Raises:
        BadInput: a template, phrase or font lacks something, with file, line and language; or the government
            (or office) is not written to in the language.
        NotFound: no such government or office.
    """
    with phrases_located(material.templates):
        made = _manuscript(material, government, language, office, dated)
    require_glyphs([made], templates=material.templates, recipients=material.recipients)
    return made


def _manuscript(material: Material, government: str, language: str, office: str | None, dated: date) -> Manuscript:
    content = preview_content(material, government=government, language=language, dated=dated)
    entry = material.governments[government]
    if office is None:
        imprint = imprint_of(language)
        return dossier_manuscript(content, laws=material.laws, imprint=imprint, templates=material.templates)
    return letter_manuscript(
        content, preview_recipient(material, entry, office, language), templates=material.templates
    )


def preview_recipient(material: Material, entry: GovernmentEntry, key: str, language: str) -> Recipient:
    """The office as a letter of a preview addresses it; raises as `preview_manuscript`."""
    seat = material.seat if material.seat and material.seat.office.key == key else None
    office: OfficeEntry | OfficeInfo
    contacts: Sequence[ContactEntry | ContactInfo]
    if seat is None:
        office = _office(entry, key)
        contacts = office.contacts
    else:
        office, contacts = seat.office, seat.contacts
    _require_language(language, office.languages, key)
    region = seat.office.region if seat else None
    return recipient_of(
        office,
        contacts,
        language=language,
        holder=choices(office, office.languages)[0],
        reference=REFERENCE,
        name=seat.holder_name if seat else "",
        region=region_count(material.disclosure, entry.code, region, language=language),
    )


def preview_content(material: Material, *, government: str, language: str, dated: date) -> Content:
    """What is said to a government, with sample counts, as in a first round; raises as `preview_manuscript`."""
    entry = material.governments.get(government)
    if entry is None:
        raise NotFound(f"There is no government {government}; there are {', '.join(material.governments)}.")
    _require_language(language, entry.languages, government)
    text = material.texts.get(language)
    if text is None:
        raise BadInput(f"There is no text in {language}.", file=material.templates / "texts")
    return Content(
        campaign=material.campaign,
        text=text,
        version_number=0,
        version_sha256="0" * 64,
        disclosure=material.disclosure,
        government=entry.code,
        government_name=entry.names.get(language, entry.name),
        dated=dated,
    )


def _sample(sources: Sources) -> Disclosure:
    counts = read_export(sources.counts).counts
    as_of = counts.as_of or datetime(2025, 12, 15, tzinfo=UTC)
    return disclose(counts, (), sources.small_count, snapshot_id=0, as_of=as_of, sample=True)


def _office(entry: GovernmentEntry, key: str) -> OfficeEntry:
    for office in entry.offices:
        if office.key == key:
            return office
    known = ", ".join(office.key for office in entry.offices)
    raise NotFound(f"{entry.code} has no office {key}; it has {known}.")


def _require_language(language: str, languages: tuple[str, ...], whose: str) -> None:
    if language not in languages:
        raise BadInput(f"{whose} is not written to in {language}; choose {' or '.join(languages)}.")
