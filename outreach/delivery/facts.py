"""What is known of a delivery as plain data, and its hash: what the ledger pins and a bundle carries."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from outreach.canonical import data_sha256
from outreach.delivery.store import AttemptInfo, DeliveryInfo, EvidenceInfo


def as_facts(info: AttemptInfo | DeliveryInfo | EvidenceInfo) -> dict[str, Any]:
    """All fields; times in ISO 8601, UTC, with microseconds."""
    return {field.name: _plain(getattr(info, field.name)) for field in fields(info)}


def facts_hash(info: AttemptInfo | DeliveryInfo | EvidenceInfo) -> str:
    """The SHA-256 of its facts."""
    return data_sha256(as_facts(info))


def _plain(value: object) -> object:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value
