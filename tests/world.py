"""Ground to stand on: a frozen petition, a few governments' offices and counts, as a user lays it."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.db import Database
from outreach.petition.freeze import freeze
from outreach.recipients.sync import sync
from outreach.rounds.plan import plan
from outreach.rounds.store import RoundInfo
from outreach.signatures.import_counts import import_counts
from tests import databases
from tests.people import ORGANISER_OLGA, STAFF_SAM

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "letter_templates"
GOVERNMENTS = ("CA", "GB", "IL")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan needs."""

    campaign_id: int
    version_id: int
    snapshot_id: int


def lay_ground(
    session: Session,
    folder: Path,
    *,
    now: datetime,
    governments: tuple[str, ...] = GOVERNMENTS,
    sample: bool = True,
) -> Ground:
    """Freeze the real petition, sync the real files of some governments, import a small table of counts."""
    version = freeze(session, directory=TEMPLATES, actor=ORGANISER_OLGA, now=now)
    files = folder / "recipients"
    files.mkdir()
    for code in governments:
        shutil.copy(ROOT / "recipients" / f"{code.lower()}.yaml", files)
    sync(session, directory=files, actor=STAFF_SAM, now=now)
    counts = folder / "counts.csv"
    counts.write_text("country,region,count\nGB,,1200\nFR,,800\n", encoding="utf-8")
    snapshot = import_counts(
        session,
        campaign_id=version.campaign_id,
        file=counts,
        as_of=now - timedelta(days=1),
        sample=sample,
        actor=STAFF_SAM,
        now=now,
    )
    return Ground(version.campaign_id, version.id, snapshot.id)


def plan_round(
    session: Session,
    ground: Ground,
    *,
    now: datetime,
    name: str = "Spring",
    governments: tuple[str, ...] = GOVERNMENTS,
    live: bool = False,
) -> RoundInfo:
    """A round planned by staff_sam, who takes the first form of address unless it is live."""
    return plan(
        session,
        campaign_id=ground.campaign_id,
        name=name,
        version_id=ground.version_id,
        snapshot_id=ground.snapshot_id,
        governments=governments,
        live=live,
        choose_holder_forms=not live,
        actor=STAFF_SAM,
        now=now,
    )


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory, sqlite_tables: Path) -> tuple[Path, Ground]:
    """An SQLite file with the ground laid once, to be copied: reading the real files takes a second."""
    folder = tmp_path_factory.mktemp("ground")
    with databases.sqlite_copy(sqlite_tables, folder) as database, database.begin() as session:
        return Path(str(database.engine.url.database)), lay_ground(session, folder, now=NOW)


@pytest.fixture
def ground(database: Database, tmp_path: Path, laid: tuple[Path, Ground]) -> Ground:
    """The ground under `database`."""
    template, ground = laid
    if database.is_sqlite:
        shutil.copyfile(template, str(database.engine.url.database))
        return ground
    with database.begin() as session:
        return lay_ground(session, tmp_path, now=NOW)
