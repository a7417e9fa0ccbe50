"""What goes by post, as one file for the printer: for each office an address page, its letter, its dossier.

Print only: merging spoils the accessibility tags of the parts, and an envelope needs none.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from sqlmodel import Session

from outreach.blobs import Blobs
from outreach.delivery.hand_over import HandOverTask, list_tasks
from outreach.dossiers.content import US_LETTER
from outreach.dossiers.fonts import families, prepare_fonts, typeface_of
from outreach.dossiers.manuscript import Manuscript, texts_of
from outreach.dossiers.postal import postal_block
from outreach.dossiers.press import open_press
from outreach.dossiers.templates import render
from outreach.dossiers.typesetter import Typesetter
from outreach.errors import NotFound, Refused
from outreach.petition.store import get_version
from outreach.recipients.forms import form
from outreach.recipients.status import Channel, HolderForm
from outreach.recipients.store import get_government, get_office, list_holders, offices_by_key
from outreach.reviews.manifest import Manifest

UNION = "EU"


@dataclass(frozen=True, slots=True)
class PostPack:
    """One PDF, made for printing on both sides: each part begins on a new sheet. `held` is not in it."""

    content: bytes
    deliveries: tuple[int, ...]
    pages: int
    held: tuple[int, ...]


def post_pack(
    session: Session, blobs: Blobs, *, round_id: int, government: str | None, templates: Path, now: datetime
) -> PostPack:
    """Everything of a round (and government) that waits to be posted and may be posted now.

    Raises:
        NotFound: nothing waits to be posted, or a stored file is missing.
        Refused: all that waits is held back, or a stored file was altered.
        BadInput: the template is wrong, or a font lacks a character of an address.
    """
    wanted, held = to_post(session, round_id=round_id, government=government, now=now)
    pages = [_address_page(session, task, templates) for task in wanted]
    with tempfile.TemporaryDirectory(prefix="outreach-") as folder:
        fonts = prepare_fonts(Path(folder), texts_of(pages))
        typesetter = open_press(fonts).typesetter
        return _bound(wanted, pages, typesetter, blobs, held=held)


def to_post(
    session: Session, *, round_id: int, government: str | None, now: datetime
) -> tuple[list[HandOverTask], tuple[int, ...]]:
    """What may be posted now, and the deliveries that are held back. Raises as `post_pack`."""
    tasks = [task for task in list_tasks(session, round_id=round_id, now=now) if task.channel is Channel.POST]
    if government is not None:
        offices = offices_by_key(session, keys={task.manifest.office_key for task in tasks})
        tasks = [task for task in tasks if offices[task.manifest.office_key].government == government]
    if not tasks:
        raise NotFound(
            f"Nothing of round {round_id} waits to be posted{f' to {government}' if government else ''}."
        )
    wanted = [task for task in tasks if task.held is None]
    if not wanted:
        raise Refused(f"All of round {round_id} that waits to be posted is held back: {tasks[0].held}")
    return wanted, tuple(task.delivery.id for task in tasks if task.held)


def address_lines(session: Session, manifest: Manifest) -> list[str]:
    """What stands on the envelope: addressee and address as the country orders them, and its name.

    The Union is no country of the post: its offices' addresses end with theirs.
    """
    office, language = get_office(session, manifest.office_key), manifest.languages[0]
    name = _holder_name(session, manifest)
    addressee = form(office, "addressee", language, HolderForm(manifest.holder_form), name=name)
    lines = postal_block(addressee, manifest.address.split("\n"))
    if office.government == UNION:
        return [*lines[:-1], lines[-1].upper()]
    return [*lines, get_government(session, office.government).name.upper()]


def _address_page(session: Session, task: HandOverTask, templates: Path) -> Manuscript:
    manifest = task.manifest
    language, office = manifest.languages[0], get_office(session, manifest.office_key)
    version = get_version(session, manifest.version_id)
    values = {
        "language": language,
        "direction": version.texts[language].direction,
        "paper": "letter" if office.government in US_LETTER else "A4",
        "fonts": families(typeface_of(language).label),
        "sender": version.campaign.postal_address.lines,
        "lines": address_lines(session, manifest),
        "reference": manifest.reference,
        "office": office.name,
        "documents": manifest.documents,
    }
    html = render(templates, "address.html.j2", values, language=language)
    called = f"address page of {manifest.office_key}"
    return Manuscript(called, language, date.fromisoformat(manifest.dated), html, css="")


def _holder_name(session: Session, manifest: Manifest) -> str:
    """The name of the holder whom the approved letter was written to."""
    holders = list_holders(session, manifest.office_key)
    return next((holder.name for holder in holders if holder.id == manifest.holder_id), "")


def joined(parts: Iterable[bytes]) -> tuple[bytes, int]:
    """Several PDFs as one for the printer, and its pages."""
    whole, out = pikepdf.new(), BytesIO()
    for content in parts:
        with pikepdf.open(BytesIO(content)) as part:
            whole.add_pages_from(part)
    whole.save(out, deterministic_id=True)
    return out.getvalue(), len(whole.pages)


def _bound(
    tasks: Sequence[HandOverTask],
    pages: Sequence[Manuscript],
    typesetter: Typesetter,
    blobs: Blobs,
    *,
    held: tuple[int, ...],
) -> PostPack:
    whole = pikepdf.new()
    for task, page in zip(tasks, pages, strict=True):
        files = [blobs.get(document.sha256) for document in task.manifest.documents]
        for content in (typesetter.typeset(page).content, *files):
            with pikepdf.open(BytesIO(content)) as part:
                whole.add_pages_from(part)
            if len(whole.pages) % 2:
                _, _, width, height = whole.pages[-1].mediabox
                whole.add_blank_page(page_size=(float(width), float(height)))
    out = BytesIO()
    whole.save(out, deterministic_id=True)
    return PostPack(out.getvalue(), tuple(task.delivery.id for task in tasks), len(whole.pages), held)
