"""Fixtures of what it adds up to."""

from tests.world import ground, laid

__all__ = ["ground", "laid"]
