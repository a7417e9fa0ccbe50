"""Fixtures that every test may use: people, an empty database, blobs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database, open_database
from outreach.schema import metadata
from tests.people import ADMIN_ADA, COORDINATOR_CHI, ORGANISER_OLGA, OUTSIDER_OMAR, STAFF_SAM

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def staff_sam() -> Actor:
    return STAFF_SAM


@pytest.fixture
def organiser_olga() -> Actor:
    return ORGANISER_OLGA


@pytest.fixture
def coordinator_chi() -> Actor:
    return COORDINATOR_CHI


@pytest.fixture
def admin_ada() -> Actor:
    return ADMIN_ADA


@pytest.fixture
def outsider_omar() -> Actor:
    return OUTSIDER_OMAR


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database with all tables."""
    database = open_database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    metadata.create_all(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path / "blobs")
