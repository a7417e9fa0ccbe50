"""Invented contents and a recipient that between them take every way through the templates."""

from dataclasses import replace
from datetime import UTC, date, datetime

from outreach.dossiers.content import Content, Recipient
from outreach.dossiers.figures import RegionCount
from outreach.dossiers.history import Heard, History, Printed, Told, Written
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
    CountryRow("FR", "France", 300, tuple(RegionRow(f"Region {n}", 25) for n in range(1, 13))),
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


_PRINTED = Printed(0, AS_OF, 600, 10, (("DE", 300), ("FR", 200)), "0" * 64)
_POSITIONS = ("acknowledged", "referred", "supports", "partly", "declines", "acted")


def specimens(campaign: CampaignFile, text: Text) -> list[Content]:
    """Contents in one language: with everything; many regions; a withheld count; of the EU; a total alone."""
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
    demands = [demand.id for demand in text.petition.demands]
    told = Told(DAY, tuple((demands[n % len(demands)], position) for n, position in enumerate(_POSITIONS)))
    return [
        replace(full, campaign=ahead, history=_history(Heard.ANSWERED, told)),
        replace(full, history=_history(Heard.NOTHING, None)),
        replace(full, history=_history(Heard.ACKNOWLEDGED, None)),
        replace(full, text=signed, government="FR", government_name="France"),
        replace(full, government="IT", disclosure=_OVER),
        replace(full, government="EU", disclosure=_EVEN),
        replace(full, government="JP", disclosure=_BARE),
    ]


def _history(heard: Heard, told: Told | None) -> History:
    key, heard_on = RECIPIENT.office_key, None if heard is Heard.NOTHING else DAY
    written = Written(key, "Office", {}, RECIPIENT.reference, DAY, 0, heard, heard_on, told)
    return History("DE", DAY, (written,), (_PRINTED,))
