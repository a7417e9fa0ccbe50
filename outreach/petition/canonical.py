"""The bytes that a version's sha256 is taken of: JSON with sorted keys and no spaces, in UTF-8."""

import json
from collections.abc import Mapping
from typing import Any

from outreach.blobs import sha256_of


def sha256_of_data(data: Mapping[str, Any]) -> str:
    """The sha256 of plain data; order of keys, comments and line breaks of the file do not matter."""
    return sha256_of(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def sha256_of_version(campaign: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """The sha256 of a version: its campaign file, and the sha256 of each text by language."""
    return sha256_of_data({"campaign": campaign, "texts": texts})
