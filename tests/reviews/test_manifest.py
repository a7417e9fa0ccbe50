"""A manifest has one hash, whatever way it was stored, and says what differs."""

import json
from dataclasses import fields, replace

import pytest

from outreach.canonical import canonical_json
from outreach.reviews.formal import ManifestRoute, ManifestText
from outreach.reviews.manifest import (
    Manifest,
    ManifestDocument,
    difference,
    likeness,
    manifest_from,
)

LETTER = ManifestDocument("letter", "en", "aa" * 32, "letter.pdf", 1000, 1)
DOSSIER = ManifestDocument("dossier", "en", "bb" * 32, "dossier.pdf", 5000, 6)
ONE = Manifest(
    addressee_id=1,
    reference="OUT-0000-168",
    purpose="round",
    office_key="gb-pm",
    channel="email",
    contact_id=3,
    address="pm@gov.example",
    languages=("en",),
    dated="2026-11-24",
    holder_form="any",
    holder_id=None,
    version_id=1,
    version_sha256="cc" * 32,
    snapshot_id=2,
    subject="A petition — 請願",
    text="Dear Prime Minister,\n…",
    html="<p>Dear Prime Minister,</p>",
    documents=(LETTER, DOSSIER),
)
TEXT = ManifestText("en", "To the House\n\nWe ask.", 5, "a summary, not what was signed", False)
ROUTE = ManifestRoute(
    "gb-paper",
    "paper petition",
    "opening",
    "no links",
    "a text",
    "by hand",
    ("Sign.",),
    "cited source",
    "x",
    (TEXT,),
)
OTHER = {
    "addressee_id": 2,
    "languages": ("en", "fr"),
    "holder_id": 1,
    "documents": (DOSSIER, LETTER),
    "routes": (ROUTE,),
    **{field.name: 9 for field in fields(Manifest) if field.type is int},
}


def test_hash_never_changes() -> None:
    assert ONE.sha256 == "0ac9f11ef630d97ab7fdf14b75b450333612c00380097806c7559671361f88a8"


def test_it_reads_back_whole() -> None:
    assert manifest_from(ONE.as_data()) == ONE
    assert manifest_from(ONE.as_data()).sha256 == ONE.sha256
    formal = replace(ONE, routes=(ROUTE,))
    assert manifest_from(json.loads(canonical_json(formal.as_data()))) == formal


def test_another_schema_is_not_read() -> None:
    with pytest.raises(ValueError, match="not a parcel's manifest"):
        manifest_from({**ONE.as_data(), "schema": "outreach-parcel/2"})


@pytest.mark.parametrize("part", [field.name for field in fields(Manifest)])
def test_every_part_changes_the_hash_and_is_noticed(part: str) -> None:
    changed = replace(ONE, **{part: OTHER.get(part, "another")})
    assert changed.sha256 != ONE.sha256
    assert difference(ONE, changed)
    assert difference(ONE, ONE) is None


@pytest.mark.parametrize(
    ("change", "alike"),
    [
        ({"office_key": "gb-foreign", "addressee_id": 2, "subject": "B", "holder_form": "f"}, True),
        ({"channel": "post"}, False),
        ({"languages": ("en", "fr")}, False),
        ({"version_sha256": "dd"}, False),
        ({"snapshot_id": 3}, False),
        ({"purpose": "resend"}, False),
    ],
)
def test_likeness(change: dict[str, object], alike: bool) -> None:
    assert (likeness(replace(ONE, **change)) == likeness(ONE)) is alike  # type: ignore[arg-type]
