"""Fixtures of what it adds up to."""

from datetime import datetime

import pytest

from outreach.db import Database
from tests.accountability.played import Played
from tests.world import Ground


@pytest.fixture
def played(database: Database, ground: Ground, now: datetime) -> Played:
    return Played(database, ground, now)
