"""Invented contents and a recipient that between them take every way through the templates."""

from dataclasses import replace
from datetime import UTC, date, datetime

from outreach.dossiers.content import Content, Recipient
from outreach.dossiers.figures import RegionCount
from outreach.petition.values import CampaignFile, Text
from outreach.signatures.disclosure import CountryRow, Disclosure, GrowthPoint, RegionRow

DAY = date(2026, 12, 1)
AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
RECIPIENT = Recipient(
    office_key="specimen",
    office_name="Office",
    role="default",
    branch="executive",
    addressee="Office",
    salutation="Hello",
    closing="Goodbye",
    address=("1 Street", "Town"),
    reference="OUT-0000-000",
    region=RegionCount("Berlin", 400),
)
_ROWS = (
    CountryRow("DE", "Germany", 500, (RegionRow("Berlin", 400), RegionRow("Bremen", None))),
    CountryRow("FR", "France", 300),
    CountryRow("IT", "Italy", None),
)
_FULL = Disclosure(
    snapshot_id=0,
    as_of=AS_OF,
    total=1000,
    sample=True,
    limit=10,
    countries=_ROWS,
    merged=12,
    suppressed=("IT",),
    difference=188,
    growth=(GrowthPoint(datetime(2026, 1, 1, tzinfo=UTC), 700), GrowthPoint(AS_OF, 1000)),
).sealed()
_OVER = replace(_FULL, total=700, growth=()).sealed()
_EVEN = replace(
    _FULL, total=800, countries=_ROWS[:2], merged=None, suppressed=(), difference=0, growth=()
).sealed()
_BARE = replace(_FULL, countries=(), merged=None, suppressed=(), difference=None, growth=()).sealed()


def specimens(campaign: CampaignFile, text: Text) -> list[Content]:
    """Contents in one language: with everything; with a withheld count; of the EU; a total alone."""
    full = Content(
        campaign=campaign,
        text=text,
        version_number=0,
        version_sha256="0" * 64,
        disclosure=_FULL,
        government="DE",
        government_name="Germany",
        dated=DAY,
    )
    ahead = replace(campaign, goal=replace(campaign.goal, by="2030", count=1_000_000))
    signed = replace(text, signed_wording=replace(text.signed_wording, text="One.\n\nTwo.", source="Organisers"))
    return [
        replace(full, campaign=ahead),
        replace(full, text=signed),
        replace(full, government="IT", disclosure=_OVER),
        replace(full, government="EU", disclosure=_EVEN),
        replace(full, government="JP", disclosure=_BARE),
    ]
