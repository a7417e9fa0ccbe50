"""What changed in a document since the last approved parcel: by its words, and page by page."""

from dataclasses import dataclass

from outreach.blobs import Blobs
from outreach.reviews.manifest import ManifestDocument
from outreach.reviews.store import ParcelInfo
from outreach.web.changes import Change, picture_changes, text_changes
from outreach.web.poppler import picture_of, text_of


@dataclass(frozen=True, slots=True)
class PageChange:
    """One page, counted from 1, and what changed in its words."""

    page: int
    words: list[Change]


def earlier_document(document: ManifestDocument, earlier: ParcelInfo | None) -> ManifestDocument | None:
    """The same letter or dossier in the last approved parcel, if there is one."""
    if earlier is None:
        return None
    same = (document.kind, document.language)
    return next((one for one in earlier.manifest.documents if (one.kind, one.language) == same), None)


def page_changes(blobs: Blobs, parcel: ParcelInfo, earlier: ParcelInfo | None, number: int) -> list[PageChange]:
    """Every page with the changes of its words; nothing when the bytes are the same or there is nothing earlier.

    Raises:
        NotFound, Refused: a file is missing or was altered.
        Unavailable: poppler is missing.
    """
    document = parcel.manifest.documents[number]
    before = earlier_document(document, earlier)
    if before is None or before.sha256 == document.sha256:
        return []
    old, new = (_pages(blobs.get(one.sha256)) for one in (before, document))
    return [
        PageChange(page + 1, text_changes(old[page] if page < len(old) else "", new[page]))
        for page in range(min(document.pages, len(new)))
    ]


def _pages(pdf: bytes) -> list[str]:
    """The words of each page on one line: where lines break is no change of words."""
    return [" ".join(page.split()) for page in text_of(pdf).split("\f")]


def changed_picture(blobs: Blobs, document: ManifestDocument, before: ManifestDocument, page: int) -> bytes:
    """The page as PNG, with what differs from the same page before in amber; errors as in `page_changes`."""
    after = picture_of(blobs.get(document.sha256), page=page)
    earlier = picture_of(blobs.get(before.sha256), page=page) if page <= before.pages else None
    return picture_changes(earlier, after) or after
