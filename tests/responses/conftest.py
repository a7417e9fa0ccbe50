"""Fixtures of answers."""

from tests.world import ground, laid

__all__ = ["ground", "laid"]
