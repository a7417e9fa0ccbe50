"""Fixtures of answers."""

from tests.responses.desk import desk

__all__ = ["desk"]
