"""A campaign to count for, and files to count."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.db import Database
from outreach.petition.tables import Campaign

CSV = "country,region,count\nGB,,500\nGB,Kent,300\nFR,,40\nFJ,,3\nTO,,8\n"


def new_campaign(database: Database, *, slug: str = "pilot") -> int:
    """The number of a campaign without any text."""
    with database.begin() as session:
        campaign = Campaign(slug=slug, name=slug)
        session.add(campaign)
        session.flush()
        assert campaign.id is not None
        return campaign.id


@pytest.fixture
def campaign_id(database: Database) -> int:
    return new_campaign(database)


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a file and return its path; its name has characters that a careless reader would expand."""

    def write(content: str | bytes = CSV) -> Path:
        path = tmp_path / "counts [1] *.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
