"""A legislator's letter, through a round: by name, and with the count of their own region where it is printed."""

import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.dossiers.build import build_round
from outreach.dossiers.cover import cover_for
from outreach.dossiers.figures import RegionCount, region_count
from outreach.dossiers.preview import KnownSeat, preview_manuscript
from outreach.dossiers.store import DocumentKind, list_documents
from outreach.errors import NotFound, Refused
from outreach.recipients.parliament import load_parliament
from outreach.recipients.region import Region
from outreach.recipients.status import OfficeKind
from outreach.recipients.store import current_holder, get_office, list_contacts
from outreach.rounds.plan import plan
from outreach.rounds.refresh import refresh
from outreach.rounds.schedule import schedule
from outreach.rounds.store import AddresseeInfo, list_addressees
from outreach.signatures.disclosure import CountryRow, Disclosure, RegionRow
from outreach.signatures.import_counts import import_counts
from tests.dossiers.samples import DAY, SOURCES, material
from tests.people import STAFF_SAM
from tests.recipients.legislators import Importer, importer
from tests.world import Ground

COUNTS = "country,region,count\nUS,,5000\nUS,Ohio,1234\nUS,Wyoming,6\nUS,Texas,3000\nPR,,77\nGB,,1200\n"
OHIO, WYOMING, PUERTO_RICO = "us-senate-oh-1", "us-house-wy", "us-house-pr"


@pytest.fixture
def take(database: Database, ground: Ground, tmp_path: Path) -> Importer:
    """Three members of the US Congress and some institutions."""
    importing = importer(database, tmp_path, "US")
    importing.own("congress.yaml")
    return importing


def planned(take: Importer, ground: Ground, now: datetime, offices: OfficeKind, dispatch_on: date) -> int:
    counts = take.folder / "regions.csv"
    counts.write_text(f"# {offices}\n{COUNTS}", encoding="utf-8")
    with take.database.begin() as session:
        snapshot = import_counts(
            session,
            campaign_id=ground.campaign_id,
            file=counts,
            as_of=now,
            sample=True,
            actor=STAFF_SAM,
            now=now,
        )
        made = plan(
            session,
            campaign_id=ground.campaign_id,
            name=f"To {offices}",
            version_id=ground.version_id,
            snapshot_id=snapshot.id,
            governments=["US"],
            live=False,
            choose_holder_forms=True,
            offices=offices,
            actor=STAFF_SAM,
            now=now,
        )
        schedule(session, round_id=made.id, dispatch_on=dispatch_on, window_days=5, actor=STAFF_SAM, now=now)
    return made.id


def addressees(take: Importer, round_id: int) -> dict[str, AddresseeInfo]:
    with take.database.read() as session:
        return {one.office_key: one for one in list_addressees(session, round_id=round_id)}


def build(take: Importer, round_id: int, now: datetime) -> dict[str, str]:
    """Build the round; the words of each letter, by office."""
    blobs = FolderBlobs(take.folder / "blobs")
    build_round(
        take.database,
        blobs,
        round_id=round_id,
        templates=SOURCES.templates,
        workers=1,
        small_count=10,
        histories={},
        actor=STAFF_SAM,
        now=now,
    )
    of = {one.id: key for key, one in addressees(take, round_id).items()}
    with take.database.read() as session:
        documents = list_documents(session, round_id=round_id)
    letters = {of[one.addressee_id]: one for one in documents if one.kind is DocumentKind.LETTER}
    return {key: words(blobs.get(one.sha256)) for key, one in letters.items()}


def words(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def test_letters_by_name_with_the_count_of_their_region(take: Importer, ground: Ground, now: datetime) -> None:
    round_id = planned(take, ground, now, OfficeKind.LEGISLATORS, date(2026, 12, 1))
    letters = build(take, round_id, now)
    assert sorted(letters) == [PUERTO_RICO, WYOMING, OHIO]
    ohio, wyoming = letters[OHIO], letters[WYOMING]
    assert "Ada B. Alder, United States Senate" in ohio
    assert "12 Hart Senate Office Building" in ohio
    assert "Dear Ada B. Alder:" in ohio
    assert "Of these: United States 5,000" in ohio
    assert "Of these: Ohio 1,234" in ohio
    assert "raise this petition with the government" in ohio
    assert "Bo Birch, U.S. House of Representatives" in wyoming
    assert "Wyoming" not in wyoming, "six signatures are not printed, nor worked out from the others"
    assert "Of these: Puerto Rico 77" in letters[PUERTO_RICO], "counted as a country of its own"
    with take.database.read() as session:
        cover = cover_for(session, addressee_id=addressees(take, round_id)[OHIO].id, templates=SOURCES.templates)
    assert "Dear Ada B. Alder:" in cover.text


def test_a_round_is_of_institutions_unless_asked(take: Importer, ground: Ground, now: datetime) -> None:
    institutions = addressees(take, planned(take, ground, now, OfficeKind.INSTITUTIONS, date(2026, 12, 1)))
    everybody = addressees(take, planned(take, ground, now, OfficeKind.ALL, date(2026, 12, 2)))
    assert len(institutions) == 10
    assert set(everybody) - set(institutions) == {OHIO, WYOMING, PUERTO_RICO}


def test_nobody_is_written_to_after_the_end_of_the_term(take: Importer, ground: Ground, now: datetime) -> None:
    round_id = planned(take, ground, now, OfficeKind.LEGISLATORS, date(2027, 1, 5))
    with pytest.raises(Refused, match="us-house-pr is addressed by its holder's name, and nobody is recorded"):
        build(take, round_id, now)
    with take.database.begin() as session:
        assert refresh(session, round_id=round_id, choose_holder_forms=False, actor=STAFF_SAM, now=now) == 2
    found = addressees(take, round_id)
    assert [key for key, one in found.items() if one.included] == [OHIO]
    assert "nobody is recorded for that day" in str(found[WYOMING].left_out_because)
    assert list(build(take, round_id, now)) == [OHIO]


def test_another_holder_makes_another_letter(take: Importer, ground: Ground, now: datetime) -> None:
    round_id = planned(take, ground, now, OfficeKind.LEGISLATORS, date(2026, 12, 1))
    before = build(take, round_id, now)
    take.own("congress.yaml", lambda text: text.replace("Ada B. Alder", "Zoe Zelkova"))
    after = build(take, round_id, now)
    assert "Dear Zoe Zelkova:" in after[OHIO]
    assert after[WYOMING] == before[WYOMING]


def test_a_seat_of_the_database_is_previewed(take: Importer) -> None:
    with take.database.read() as session:
        holder = current_holder(session, OHIO, DAY)
        assert holder is not None
        seat = KnownSeat(get_office(session, OHIO), tuple(list_contacts(session, OHIO)), holder.name)
    known = replace(material(), seat=seat)
    html = preview_manuscript(known, government="US", language="en", office=OHIO, dated=DAY).html
    assert "Dear Ada B. Alder:" in html
    with pytest.raises(NotFound, match="US has no office us-house-wy"):
        preview_manuscript(known, government="US", language="en", office=WYOMING, dated=DAY)


def disclosure(*regions: tuple[str, int | None], countries: tuple[CountryRow, ...] = ()) -> Disclosure:
    rows = tuple(RegionRow(name, count) for name, count in regions)
    country = CountryRow("US", "United States", 5000, rows)
    return Disclosure(1, datetime(2026, 1, 1), 9000, True, 10, (country, *countries), None, (), None, ())  # noqa: DTZ001


def region(code: str) -> Region:
    parliament = load_parliament(SOURCES.recipients, code.partition("-")[0])
    return next(one for one in parliament.regions if one.code == code)


@pytest.mark.parametrize(
    ("code", "rows", "count"),
    [
        ("US-WA", [("Washington", 50)], 50),
        ("US-WA", [("WA", 50)], 50),
        ("US-WA", [("us-wa", 50)], 50),
        ("US-WA", [(" washington ", 50)], 50),
        ("US-WA", [("Washington, D.C.", 50)], None),
        ("US-DC", [("Washington, D.C.", 50), ("Washington", 70)], 50),
        ("US-WA", [("Washington", None)], None),
        ("US-WA", [("Ohio", 50)], None),
        ("US-WA", [("Washington", 50), ("WA", 20)], None),
        ("US-WA", [], None),
        ("AU-WA", [("WA", 50)], None),
    ],
)
def test_a_region_is_matched_by_its_own_names(
    code: str, rows: list[tuple[str, int | None]], count: int | None
) -> None:
    found = region_count(disclosure(*rows), code[:2], region(code), language="en")
    assert (found.count if found else None) == count


def test_a_territory_that_is_counted_as_a_country() -> None:
    guam = CountryRow("GU", "Guam", 40)
    found = region_count(disclosure(countries=(guam,)), "US", region("US-GU"), language="fr")
    assert found == RegionCount("Guam", 40), "the English name serves where there is none in the language"
    assert region_count(disclosure(("Guam", 9), countries=(guam,)), "US", region("US-GU"), language="en") is None
    hidden = replace(guam, count=None)
    assert region_count(disclosure(countries=(hidden,)), "US", region("US-GU"), language="en") is None
    assert region_count(disclosure(), "US", None, language="en") is None
