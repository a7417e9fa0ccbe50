"""Reads of built documents."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, union_all
from sqlmodel import Session, col, select

from outreach.db import fetch, table_of
from outreach.dossiers.tables import Document, DocumentKind
from outreach.errors import NotFound
from outreach.rounds.store import AddresseeInfo, get_addressee

__all__ = [
    "DocumentInfo",
    "DocumentKind",
    "documents_for",
    "documents_of_each",
    "get_document",
    "list_by_sha256",
    "list_documents",
    "newest_of",
]


_DOCUMENT = table_of(Document)
_OF_ADDRESSEES = union_all(
    _DOCUMENT.select().where(_DOCUMENT.c.addressee_id.in_(bindparam("addressee_ids", expanding=True))),
    _DOCUMENT.select().where(
        _DOCUMENT.c.addressee_id.is_(None),
        _DOCUMENT.c.round_id.in_(bindparam("round_ids", expanding=True)),
        _DOCUMENT.c.government.in_(bindparam("governments", expanding=True)),
    ),
)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One validated PDF. Its bytes are the blob `sha256`; a dossier has no `addressee_id`."""

    id: int
    round_id: int
    kind: DocumentKind
    government: str
    language: str
    addressee_id: int | None
    sha256: str
    inputs_sha256: str
    size: int
    pages: int
    file_name: str
    built_at: datetime
    asked_by: str

    @property
    def place(self) -> tuple[DocumentKind, str, str, int | None]:
        """What it is the document of: a later one for the same place takes its stead."""
        return self.kind, self.government, self.language, self.addressee_id


def get_document(session: Session, document_id: int) -> DocumentInfo:
    """One document; raises NotFound."""
    row = session.get(Document, document_id)
    if row is None:
        raise NotFound(f"There is no document {document_id}: see `outreach dossiers list ROUND`.")
    return _info(row)


def list_documents(session: Session, *, round_id: int) -> list[DocumentInfo]:
    """The newest document of every place of a round: letters and dossiers in use."""
    query = select(Document).where(Document.round_id == round_id)
    return newest_of(_info(row) for row in session.exec(query))


def list_by_sha256(session: Session, sha256: str) -> list[DocumentInfo]:
    """Every document with these very bytes, in any round."""
    query = select(Document).where(Document.sha256 == sha256).order_by(col(Document.id))
    return [_info(row) for row in session.exec(query)]


def documents_for(session: Session, addressee_id: int) -> list[DocumentInfo]:
    """What an addressee gets: for each of its languages, in order, the newest letter and the newest dossier."""
    return documents_of_each(session, [get_addressee(session, addressee_id)])[addressee_id]


def documents_of_each(session: Session, addressees: Collection[AddresseeInfo]) -> dict[int, list[DocumentInfo]]:
    """What each of these addressees gets, as `documents_for` says, by its id, in one query."""
    rows = fetch(
        session,
        _OF_ADDRESSEES,
        addressee_ids=[one.id for one in addressees],
        round_ids=list({one.round_id for one in addressees}),
        governments=list({one.government for one in addressees}),
    )
    in_order = sorted((_info(row) for row in rows), key=lambda d: (d.built_at, d.id))
    newest: dict[tuple[object, ...], DocumentInfo] = {(d.round_id, *d.place): d for d in in_order}
    return {one.id: _newest_for(one, newest) for one in addressees}


def _newest_for(addressee: AddresseeInfo, newest: Mapping[tuple[object, ...], DocumentInfo]) -> list[DocumentInfo]:
    owners = {DocumentKind.LETTER: addressee.id, DocumentKind.DOSSIER: None}
    places = [
        (addressee.round_id, kind, addressee.government, language, owners[kind])
        for language in addressee.languages
        for kind in DocumentKind
    ]
    return [newest[place] for place in places if place in newest]


def newest_of(documents: Iterable[DocumentInfo]) -> list[DocumentInfo]:
    """The newest document of each place, in the order of kind, government, language and addressee."""
    newest: dict[tuple[DocumentKind, str, str, int | None], DocumentInfo] = {}
    for document in sorted(documents, key=lambda d: (d.built_at, d.id)):
        newest[document.place] = document
    return sorted(newest.values(), key=lambda d: (d.kind, d.government, d.language, d.addressee_id or 0))


def _info(row: Document) -> DocumentInfo:
    assert row.id is not None
    return DocumentInfo(
        id=row.id,
        round_id=row.round_id,
        kind=row.kind,
        government=row.government,
        language=row.language,
        addressee_id=row.addressee_id,
        sha256=row.sha256,
        inputs_sha256=row.inputs_sha256,
        size=row.size,
        pages=row.pages,
        file_name=row.file_name,
        built_at=row.built_at,
        asked_by=row.asked_by,
    )
