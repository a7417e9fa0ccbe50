"""Fixtures of what it adds up to."""

from datetime import datetime

import pytest

from outreach.db import Database
from tests.accountability.played import Played
from tests.world import Ground, ground, laid

__all__ = ["ground", "laid"]


@pytest.fixture
def played(database: Database, ground: Ground, now: datetime) -> Played:
    return Played(database, ground, now)
