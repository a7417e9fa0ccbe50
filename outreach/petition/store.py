"""Reads of campaigns and frozen versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from outreach.db import fetch, table_of
from outreach.errors import NotFound
from outreach.petition.languages import REFERENCE
from outreach.petition.load import campaign_from, text_from
from outreach.petition.tables import Campaign, PetitionText, PetitionVersion
from outreach.petition.values import CampaignFile, Text

_VERSION = table_of(PetitionVersion)
_HEAD = (
    _VERSION.select()
    .where(_VERSION.c.id == bindparam("version_id"))
    .with_only_columns(_VERSION.c.id, _VERSION.c.sha256, _VERSION.c.withdrawn_at)
)


@dataclass(frozen=True, slots=True)
class CampaignInfo:
    """A campaign; texts, snapshots and rounds carry its id."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One frozen version: `sha256` covers the campaign file and all texts, which are keyed by language."""

    id: int
    campaign_id: int
    number: int
    sha256: str
    campaign: CampaignFile
    texts: Mapping[str, Text]
    frozen_at: datetime
    frozen_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def reference_text(self) -> Text:
        """The text in the language that the others are checked against; in an old version the first there is."""
        return self.texts.get(REFERENCE) or next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version without its texts: what every letter's approval is compared with, read in no time."""

    id: int
    sha256: str
    withdrawn_at: datetime | None


def get_campaign(session: Session, campaign_id: int) -> CampaignInfo:
    """The campaign with this id; raises NotFound."""
    row = session.get(Campaign, campaign_id)
    if row is None:
        raise NotFound(f"There is no campaign {campaign_id}: see `outreach petition list`.")
    return _campaign_info(row)


def find_campaign(session: Session, slug: str) -> CampaignInfo | None:
    """The campaign with this slug, if any version of it was ever frozen."""
    row = session.exec(select(Campaign).where(Campaign.slug == slug)).one_or_none()
    return None if row is None else _campaign_info(row)


def list_campaigns(session: Session) -> list[CampaignInfo]:
    """Every campaign, by slug."""
    return [_campaign_info(row) for row in session.exec(select(Campaign).order_by(Campaign.slug))]


def get_version(session: Session, version_id: int) -> VersionInfo:
    """The version with this id, withdrawn or not; raises NotFound."""
    row = session.get(PetitionVersion, version_id)
    if row is None:
        raise NotFound(f"There is no petition version {version_id}: see `outreach petition list`.")
    return _version_info(session, row)


def get_version_head(session: Session, version_id: int) -> VersionHead:
    """The version's identity and whether it is withdrawn; raises NotFound."""
    rows = fetch(session, _HEAD, version_id=version_id)
    if not rows:
        raise NotFound(f"There is no petition version {version_id}: see `outreach petition list`.")
    return VersionHead(*rows[0])


def latest_version(session: Session, *, campaign_id: int | None = None) -> VersionInfo:
    """The version frozen last that is not withdrawn, of one campaign or of all.

    Raises:
        NotFound: there is none.
    """
    query = _newest_first(campaign_id).where(col(PetitionVersion.withdrawn_at).is_(None))
    row = session.exec(query.limit(1)).first()
    if row is None:
        raise NotFound("There is no frozen petition version: run `outreach petition freeze` first.")
    return _version_info(session, row)


def list_versions(session: Session, *, campaign_id: int | None = None) -> list[VersionInfo]:
    """Every version, the newest first."""
    return [_version_info(session, row) for row in session.exec(_newest_first(campaign_id))]


def _newest_first(campaign_id: int | None):  # type: ignore[no-untyped-def]  # SQLModel's select type is private
    query = select(PetitionVersion).order_by(col(PetitionVersion.id).desc())
    return query if campaign_id is None else query.where(PetitionVersion.campaign_id == campaign_id)


def _campaign_info(row: Campaign) -> CampaignInfo:
    assert row.id is not None
    return CampaignInfo(row.id, row.slug, row.name)


def _version_info(session: Session, row: PetitionVersion) -> VersionInfo:
    assert row.id is not None
    query = select(PetitionText).where(PetitionText.version_id == row.id).order_by(col(PetitionText.id))
    return VersionInfo(
        id=row.id,
        campaign_id=row.campaign_id,
        number=row.number,
        sha256=row.sha256,
        campaign=campaign_from(row.campaign),
        texts={text.language: text_from(text.body) for text in session.exec(query)},
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
    )
