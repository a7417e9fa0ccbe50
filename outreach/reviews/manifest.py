"""The manifest of a parcel: everything one addressee gets, as a value with one hash. Pure.

The hash is that of the manifest as canonical JSON. A reviewer approves this hash; what is sent is made from this
value alone.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from outreach.canonical import data_sha256
from outreach.reviews.formal import ManifestLimits, ManifestRoute, route_data, route_from

SCHEMA = "outreach-parcel/1"


@dataclass(frozen=True, slots=True)
class ManifestDocument:
    """One PDF by its SHA-256; `kind` is letter or dossier, `size` is in bytes."""

    kind: str
    language: str
    sha256: str
    file_name: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one addressee gets.

    `address` is the e-mail address, the URL, or the envelope's lines joined by line feeds; empty where the channel
    has none. `dated` is the planned dispatch day at the office (ISO 8601). `holder_id` is the recorded holder, if
    any. `subject`, `text` and `html` are the mail, or for the other channels what a person pastes into a form.
    `routes` are the formal ways to the office, `limits` is what a web form takes as far as it is known, `left_out`
    what it left no room for; without them the hash is what it was before there were such.
    """

    addressee_id: int
    reference: str
    purpose: str
    office_key: str
    channel: str
    contact_id: int
    address: str
    languages: tuple[str, ...]
    dated: str
    holder_form: str
    holder_id: int | None
    version_id: int
    version_sha256: str
    snapshot_id: int
    subject: str
    text: str
    html: str
    documents: tuple[ManifestDocument, ...]
    routes: tuple[ManifestRoute, ...] = ()
    limits: ManifestLimits | None = None
    left_out: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash that a review pins: lower-case hexadecimal."""
        return data_sha256(self.as_data())

    def as_data(self) -> dict[str, Any]:
        """The manifest as plain data, with its schema."""
        data = asdict(self)
        data["languages"] = list(self.languages)
        data["documents"] = [asdict(document) for document in self.documents]
        data["routes"] = [route_data(route) for route in self.routes]
        data["left_out"] = list(self.left_out)
        for later in ("routes", "limits", "left_out"):
            if not data[later]:
                del data[later]
        return {"schema": SCHEMA, **data}


def manifest_from(data: Mapping[str, Any]) -> Manifest:
    """Read a manifest back from its plain data; raises ValueError for another schema."""
    values = dict(data)
    if values.pop("schema", None) != SCHEMA:
        raise ValueError(f"not a parcel's manifest of {SCHEMA}")
    values["languages"] = tuple(values["languages"])
    values["documents"] = tuple(ManifestDocument(**document) for document in values["documents"])
    values["routes"] = tuple(route_from(route) for route in values.get("routes", ()))
    values["limits"] = ManifestLimits(**values["limits"]) if "limits" in values else None
    values["left_out"] = tuple(values.get("left_out", ()))
    return Manifest(**values)


# What a person must be told when a part is no longer what it was; the first that differs is named.
_CHANGES = {
    "contact_id": "The contact was replaced.",
    "address": "The contact's address was changed.",
    "channel": "The channel was changed.",
    "holder_id": "Somebody else holds the office now.",
    "holder_form": "The holder's form of address was changed.",
    "languages": "The languages were changed.",
    "dated": "The dispatch day was changed.",
    "version_sha256": "The petition's text is another version.",
    "snapshot_id": "The counts are another snapshot.",
    "documents": "A document was built anew.",
    "limits": "What the form takes was recorded anew.",
}


def difference(approved: Manifest, rebuilt: Manifest) -> str | None:
    """A sentence about the first part in which two manifests differ; None when they are equal."""
    if approved == rebuilt:
        return None
    named = (told for part, told in _CHANGES.items() if getattr(approved, part) != getattr(rebuilt, part))
    return next(named, "What would be sent is no longer what was packed.")


def likeness(manifest: Manifest) -> tuple[object, ...]:
    """What parcels must share to be approved together: template, languages, text version and snapshot."""
    return (
        manifest.purpose,
        manifest.channel == "email",
        manifest.languages,
        manifest.version_sha256,
        manifest.snapshot_id,
    )
