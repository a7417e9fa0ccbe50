"""Fixtures of answers."""

from tests.responses.desk import desk
from tests.world import ground, laid

__all__ = ["desk", "ground", "laid"]
