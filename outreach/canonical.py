"""The one way in which data that are hashed are written. Changing it breaks every hash taken before."""

import json
from collections.abc import Mapping
from typing import Any

from outreach.blobs import sha256_of


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """Keys sorted, no blanks, UTF-8: as RFC 8785 writes strings, whole numbers, lists and objects.

    Half of a surrogate pair, which no UTF-8 holds, keeps its three bytes.
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def data_sha256(data: Mapping[str, Any]) -> str:
    """The SHA-256 of the data as canonical JSON."""
    return sha256_of(canonical_json(data))
