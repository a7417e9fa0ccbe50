"""Freeze the campaign file and its texts into an immutable version."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.canonical import data_sha256
from outreach.errors import Conflict, Refused
from outreach.petition.check import check_sources
from outreach.petition.document import Document
from outreach.petition.languages import LANGUAGES
from outreach.petition.load import text_from
from outreach.petition.problems import bad_input
from outreach.petition.sources import read_sources
from outreach.petition.store import VersionInfo, get_version
from outreach.petition.tables import Campaign, PetitionText, PetitionVersion


def freeze(session: Session, *, directory: Path, actor: Actor, now: datetime) -> VersionInfo:
    """Store the files of `directory` as the campaign's next version; the same content gives the version it has.

    Raises:
        NotAllowed: the actor is not an organiser.
        BadInput: `check` finds anything, with every problem's file and line.
        Refused: this very content was withdrawn.
        Conflict: somebody else froze the same campaign at the same moment.
    """
    actor.require_role(Role.ORGANISER)
    campaign_file, documents = _checked(directory)
    hashes = {document.path.stem: data_sha256(document.data) for document in documents}
    sha256 = data_sha256({"campaign": campaign_file.data, "texts": hashes})
    try:
        campaign = _campaign_row(session, campaign_file)
        actor.require(Role.ORGANISER, campaign=campaign.id)
        existing = _find_same(session, campaign, sha256)
        if existing is not None:
            return existing
        row = _store(session, campaign, campaign_file, sha256=sha256, actor=actor, now=now)
        _store_texts(session, row, documents, hashes)
    except IntegrityError as error:
        raise Conflict("Somebody else froze this petition at the same moment: run it again.") from error
    facts = {"version": row.id, "number": row.number, "sha256": sha256}
    audit.record(
        session, actor=actor, action="petition.frozen", subject=f"petition:{row.id}", now=now, facts=facts
    )
    return get_version(session, _id(row))


def _checked(directory: Path) -> tuple[Document, list[Document]]:
    """The campaign file and the texts in the order of LANGUAGES, read once and without any problem."""
    sources = read_sources(directory)
    problems = check_sources(sources)
    if problems or sources.campaign is None:
        raise bad_input(problems)
    return sources.campaign, [sources.texts[language] for language in LANGUAGES]


def _campaign_row(session: Session, file: Document) -> Campaign:
    slug, name = file.data["slug"], file.data["name"]
    campaign = session.exec(select(Campaign).where(Campaign.slug == slug)).one_or_none()
    campaign = campaign or Campaign(slug=slug, name=name)
    campaign.name = name
    session.add(campaign)
    session.flush()
    return campaign


def _find_same(session: Session, campaign: Campaign, sha256: str) -> VersionInfo | None:
    query = select(PetitionVersion).where(
        PetitionVersion.campaign_id == campaign.id, PetitionVersion.sha256 == sha256
    )
    row = session.exec(query).one_or_none()
    if row is None:
        return None
    if row.withdrawn_at is not None:
        raise Refused(f"This very text was withdrawn as version {row.number}: change what was wrong, then freeze.")
    return get_version(session, _id(row))


def _store(
    session: Session, campaign: Campaign, file: Document, *, sha256: str, actor: Actor, now: datetime
) -> PetitionVersion:
    last = session.exec(
        select(func.max(PetitionVersion.number)).where(PetitionVersion.campaign_id == campaign.id)
    ).one()
    row = PetitionVersion(
        campaign_id=campaign.id or 0,
        number=(last or 0) + 1,
        sha256=sha256,
        campaign=file.data,
        frozen_at=now,
        frozen_by=actor.name,
    )
    session.add(row)
    session.flush()
    return row


def _store_texts(
    session: Session, row: PetitionVersion, documents: list[Document], hashes: dict[str, str]
) -> None:
    for document in documents:
        language = document.path.stem
        session.add(
            PetitionText(
                version_id=_id(row),
                language=language,
                sha256=hashes[language],
                review=text_from(document.data).review.state,
                body=document.data,
            )
        )
    session.flush()


def _id(row: PetitionVersion) -> int:
    assert row.id is not None
    return row.id
