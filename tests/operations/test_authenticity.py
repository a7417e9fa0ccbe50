"""What an installation says of a file: approved, only built, added to, or unknown."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.db import Database
from outreach.dossiers.seal import Seal, Seals, Signatory
from outreach.dossiers.verify import Verdict
from outreach.operations.authenticity import Standing, authenticity
from outreach.reviews.decide import approve, withdraw_approval
from tests.cli.test_main import outreach
from tests.dossiers.test_seal import sealed, unsealed
from tests.packed import Packed
from tests.people import ORGANISER_OLGA

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WHO = Signatory("CN=A", "CN=A", True, NOW, NOW, "00")


def file(sha256: str, *covered: str) -> Verdict:
    """A file of these bytes, whose seals cover files of those."""
    return Verdict(sha256, {}, Seals(tuple(Seal(WHO, NOW, True, None, one, 9, True) for one in covered)))


def test_only_what_somebody_approved_is_the_approved_version(database: Database, packed: Packed) -> None:
    parcel = packed.parcels["gb-pm"]
    letter = file(parcel.manifest.documents[0].sha256)
    with database.begin() as session:
        assert authenticity(session, letter).standing is Standing.BUILT
        sha256 = parcel.manifest_sha256
        approve(session, parcel_id=parcel.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=NOW)
        known = authenticity(session, letter)
        assert (known.standing, [one.decided_by for one in known.approvals]) == (
            Standing.APPROVED,
            ["organiser_olga"],
        )
        assert [document.sha256 for document in known.documents] == [letter.sha256]
        withdraw_approval(session, parcel_id=parcel.id, reason="typing error", actor=ORGANISER_OLGA, now=NOW)
        assert authenticity(session, letter).standing is Standing.BUILT


def test_a_file_that_begins_with_ours_is_not_ours(database: Database, packed: Packed) -> None:
    ours = packed.parcels["gb-pm"].manifest.documents[0].sha256
    with database.read() as session:
        assert authenticity(session, file("f" * 64, ours)).standing is Standing.EXTENDED
        assert authenticity(session, file("f" * 64, "e" * 64)).standing is Standing.UNKNOWN
        assert authenticity(session, file("f" * 64)).standing is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("made", "status", "told"),
    [
        (
            lambda: sealed("ko", "letter"),
            0,
            [
                "PDF/A-3a: conforms",
                "PDF/UA-1: conforms",
                "Seal: intact.",
                "  by CN=Petition Office,O=Organisers (self-signed)",
                "  on 2026-11-24 09:00 UTC",
                "is not checked: give the roots that you trust with --roots",
                "No database here: whether it is the approved version cannot be told",
            ],
        ),
        (
            lambda: sealed("ko", "letter").replace(b"/T (seal)", b"/T (sEal)"),
            1,
            ["Seal: not intact: what it covers"],
        ),
        (
            lambda: sealed("ko", "letter") + b"%",
            1,
            ["Seal: intact.", "bytes added after it: 1 (the pages are as sealed)"],
        ),
        (lambda: unsealed("ko", "letter"), 1, ["Seal: none."]),
    ],
    ids=["sealed", "altered", "added to", "no seal"],
)
def test_a_machine_without_a_database_tells_what_the_seal_tells(
    made: Callable[[], bytes], status: int, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / "x.pdf").write_bytes(made())
    done = outreach("dossiers", "verify", str(tmp_path / "x.pdf"), home=tmp_path / "home")
    assert done.returncode == status, done.stdout + done.stderr
    assert [line for line in told if line not in done.stdout] == [], done.stdout
    assert not (tmp_path / "home").exists(), "looking makes nothing"
