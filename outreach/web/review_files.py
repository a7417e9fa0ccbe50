"""The files of a parcel: the PDF as it would be sent, its pages as pictures, and what changed on a page."""

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.errors import NotFound
from outreach.reviews.manifest import ManifestDocument
from outreach.reviews.store import ParcelInfo, get_parcel
from outreach.web.document_changes import changed_picture, earlier_document
from outreach.web.guard import Here, Visitor
from outreach.web.parcels_known import find_earlier
from outreach.web.poppler import picture_of

router = APIRouter()
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""Chromium wraps a PDF into a page of its own with inline styles; nothing else may load."""
KEEP = "private, max-age=86400, immutable"
"""A parcel never changes: its pictures may be kept by the browser."""


@router.get("/review/{parcel_id}/documents/{number}.pdf")
def review_pdf(here: Here, parcel_id: int, number: int) -> Response:
    _parcel, document = _document(here, parcel_id, number)
    name = document.file_name.replace('"', "").encode("ascii", "ignore").decode()
    headers = {"Content-Security-Policy": PDF_POLICY, "Content-Disposition": f'inline; filename="{name}"'}
    return Response(here.app.blobs.get(document.sha256), media_type="application/pdf", headers=headers)


@router.get("/review/{parcel_id}/documents/{number}/{sheet}.png")
def review_picture(here: Here, parcel_id: int, number: int, sheet: int) -> Response:
    _parcel, document = _document(here, parcel_id, number)
    _require_page(document, sheet)
    return _picture(picture_of(here.app.blobs.get(document.sha256), page=sheet))


@router.get("/review/{parcel_id}/documents/{number}/{sheet}/changes.png")
def review_picture_changes(here: Here, parcel_id: int, number: int, sheet: int) -> Response:
    parcel, document = _document(here, parcel_id, number)
    _require_page(document, sheet)
    with here.app.database.read() as session:
        before = earlier_document(document, find_earlier(session, parcel))
    if before is None:
        raise NotFound("No earlier letter or dossier of this office was approved: there is nothing to compare.")
    return _picture(changed_picture(here.app.blobs, document, before, sheet), keep=False)


def _document(here: Visitor, parcel_id: int, number: int) -> tuple[ParcelInfo, ManifestDocument]:
    with here.app.database.read() as session:
        parcel = get_parcel(session, parcel_id)
    if number >= len(parcel.manifest.documents):
        raise NotFound(f"Parcel {parcel_id} has {len(parcel.manifest.documents)} documents.")
    return parcel, parcel.manifest.documents[number]


def _require_page(document: ManifestDocument, sheet: int) -> None:
    if not 1 <= sheet <= document.pages:
        raise NotFound(f"This document has {document.pages} pages.")


def _picture(content: bytes, *, keep: bool = True) -> Response:
    headers = {"Cache-Control": KEEP} if keep else {}
    return Response(content, media_type="image/png", headers=headers)
