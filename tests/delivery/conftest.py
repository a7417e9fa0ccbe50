"""Fixtures of delivery."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.fakes import SmtpServer
from tests.delivery.two_deliveries import two_deliveries


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def session(database: Database, blobs: FolderBlobs) -> Iterator[Session]:
    """A round with delivery 1 by mail and delivery 2 by post."""
    with database.begin() as session:
        two_deliveries(session, blobs)
        yield session


@pytest.fixture
def any_session(any_database: Database, blobs: FolderBlobs) -> Iterator[Session]:
    """The same, once on each database."""
    with any_database.begin() as session:
        two_deliveries(session, blobs)
        yield session
