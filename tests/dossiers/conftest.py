"""Fixtures of dossiers."""

from tests.world import ground, laid

__all__ = ["ground", "laid"]
