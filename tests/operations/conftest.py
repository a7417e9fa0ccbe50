"""Fixtures of operations."""

from tests.reviews.conftest import ground, laid, packed, packed_once

__all__ = ["ground", "laid", "packed", "packed_once"]
