"""Content-addressed files: the raw thing, kept under its own sha256."""

import hashlib
from typing import Protocol


class Blobs(Protocol):
    """A store of immutable bytes. Keys are lower-case hexadecimal sha256."""

    def put(self, content: bytes) -> str:
        """Store `content` durably and return its sha256; storing it again changes nothing."""

    def get(self, sha256: str) -> bytes:
        """Return the bytes; raise NotFound when absent, Refused when they no longer match their sha256."""

    def has(self, sha256: str) -> bool:
        """Whether the bytes are there (not whether they are intact: `get` checks that)."""

    def erase(self, sha256: str) -> None:
        """Remove the bytes; what refers to them keeps the sha256 as a tombstone."""


def sha256_of(content: bytes) -> str:
    """The lower-case hexadecimal SHA-256 (FIPS 180-4) of `content`."""
    return hashlib.sha256(content).hexdigest()
