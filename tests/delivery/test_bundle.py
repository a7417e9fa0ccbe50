"""The evidence bundle: it holds, it is the same each time, and any change in it is named."""

import json
import struct
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach import audit
from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.delivery.attest import attest
from outreach.delivery.bundle import make_bundle
from outreach.delivery.certificate import NOT_PROVEN, RUNGS, certificate
from outreach.delivery.check_bundle import MOST_BYTES, check_bundle
from outreach.delivery.queue import queue_round
from outreach.delivery.recover import recover
from outreach.delivery.sandbox import Sandbox
from outreach.delivery.send import send_due
from outreach.delivery.settle import settle
from outreach.delivery.status import LADDER, DeliveryStatus, Rung
from outreach.errors import NotFound
from tests.databases import sqlite_copy
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound, take_one
from tests.people import STAFF_SAM

LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def bundle(sqlite_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("bundle")
    with sqlite_copy(sqlite_tables, folder) as database:
        return a_bundle(database, FolderBlobs(folder / "blobs"), folder)


def a_bundle(
    database: Database, blobs: FolderBlobs, tmp_path: Path, *, dossier: bytes = b"%PDF dossier" * 2000
) -> bytes:
    """Lost once, sent again, acknowledged: as much as a delivery can go through."""
    with database.begin() as session:
        opened = OpenRound(session, blobs, dossier=dossier)
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        assert take_one(session, worker="lost", message_id="<lost@x>", lease=timedelta(minutes=1)) is not None
        recover(session, actor=STAFF_SAM, now=LATER)
        settle(session, delivery_id=1, status=DeliveryStatus.QUEUED, reason="not sent", actor=STAFF_SAM, now=LATER)
    send_due(
        database,
        blobs,
        transport=Sandbox(tmp_path / "sandbox"),
        identity=IDENTITY,
        clock=lambda: LATER,
        worker="test",
        actor=STAFF_SAM,
    )
    with database.begin() as session:
        attest(
            session,
            delivery_id=1,
            rung=Rung.ACKNOWLEDGED,
            at=LATER,
            source="mail:1",
            detail={"number": "A/7"},
            blob_sha256=blobs.put(b"Subject: received\r\n\r\n"),
            actor=STAFF_SAM,
            now=LATER,
        )
    with database.read() as session:
        made = make_bundle(session, blobs, delivery_id=1, now=LATER)
        assert make_bundle(session, blobs, delivery_id=1, now=LATER) == made
    return made


def files_of(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def remade(bundle: bytes, data: dict[str, Any]) -> bytes:
    """The bundle with other facts, and the certificate in words that says them."""
    told = {"bundle.json": json.dumps(data).encode(), "certificate.txt": certificate(data).encode()}
    return zipped({**files_of(bundle), **told})


def test_a_bundle_holds_and_says_what_it_proves(
    any_database: Database, blobs: FolderBlobs, tmp_path: Path
) -> None:
    bundle = a_bundle(any_database, blobs, tmp_path)
    verdict = check_bundle(bundle)
    assert verdict.problem is None
    assert verdict.files == 5
    assert "office@gov.example" in verdict.certificate
    assert "a person at the office acknowledged it (mail:1)" in verdict.certificate
    assert "Proven:     a person at the office acknowledged it.\n" in verdict.certificate
    assert "Not proven: that the office dealt with what is asked.\n" in verdict.certificate
    assert {name.split("/")[0] for name in files_of(bundle)} == {
        "bundle.json",
        "certificate.txt",
        "certificate.pdf",
        "documents",
        "evidence",
        "mail",
    }


def test_the_certificate_says_of_each_rung_where_its_proof_ends(bundle: bytes) -> None:
    facts = json.loads(files_of(bundle)["bundle.json"])
    assert list(RUNGS) == list(NOT_PROVEN) == [rung.value for rung in LADDER]
    for index, rung in enumerate(LADDER):
        none = {"detail": {}, "blob_sha256": None}
        proofs = [{"at": "", "rung": one, "source": "x", **none} for one in reversed(LADDER[: index + 1])]
        told = certificate({**facts, "evidence": proofs})
        assert f"Proven:     {RUNGS[rung]}.\nNot proven: {NOT_PROVEN[rung]}.\n" in told
    assert "Proven:     nothing yet.\nNot proven: that it was sent.\n" in certificate({**facts, "evidence": []})


def test_every_changed_missing_or_added_file_is_named(bundle: bytes) -> None:
    files = files_of(bundle)
    for name in files.keys() - {"bundle.json"}:
        changed = check_bundle(zipped({**files, name: files[name] + b"!"}))
        assert name.split(".")[0] in (changed.problem or "")
    for name in files:
        missing = check_bundle(zipped({one: content for one, content in files.items() if one != name}))
        assert name in (missing.problem or "")
    assert "does not belong" in (check_bundle(zipped({**files, "extra.txt": b""})).problem or "")


def change(data: dict[str, Any], *path: str | int) -> None:
    """Change one value deep in the facts."""
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    value = inner[path[-1]]
    inner[path[-1]] = value + 1 if isinstance(value, int) else f"{value}x"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (("schema",), "schema"),
        (("manifest", "address"), "manifest"),
        (("manifest", "text"), "manifest"),
        (("manifest_sha256",), "manifest"),
        (("attempts", 1, "reply_text"), "try 2"),
        (("attempts", 1, "started_at"), "try 2"),
        (("attempts", 0, "worker"), "try 1"),
        (("evidence", 1, "at"), "proof 2"),
        (("evidence", 1, "detail", "number"), "proof 2"),
        (("ledger", 0, "at"), "ledger entry"),
        (("ledger", 2, "actor"), "ledger entry"),
    ],
)
def test_a_changed_fact_is_named_even_when_the_certificate_is_made_anew(
    bundle: bytes, path: tuple[str | int, ...], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = files_of(bundle)
    data = json.loads(files["bundle.json"])
    change(data, *path)
    monkeypatch.setattr(
        "outreach.delivery.check_bundle.certificate", lambda _data: files["certificate.txt"].decode()
    )
    verdict = check_bundle(zipped({**files, "bundle.json": json.dumps(data).encode()}))
    assert problem in (verdict.problem or "")


@pytest.mark.parametrize("name", ["sample", "trial"])
@pytest.mark.parametrize("value", [1, 0, "no", None, [], "true"])
def test_what_is_neither_true_nor_false_of_the_standing_is_named(bundle: bytes, name: str, value: object) -> None:
    data = json.loads(files_of(bundle)["bundle.json"])
    verdict = check_bundle(remade(bundle, {**data, name: value}))
    assert f"true or false for `{name}`" in (verdict.problem or "")


def test_another_mail_under_its_own_hash_is_named(bundle: bytes) -> None:
    def problem(edit: Callable[[bytes], bytes]) -> str:
        files = files_of(bundle)
        files["mail/attempt-2.eml"] = edit(files["mail/attempt-2.eml"])
        data = json.loads(files["bundle.json"])
        data["files"]["mail/attempt-2.eml"] = sha256_of(files["mail/attempt-2.eml"])
        return check_bundle(zipped({**files, "bundle.json": json.dumps(data).encode()})).problem or ""

    assert "mail/attempt-2.eml is not what bundle.json says" in problem(
        lambda mail: mail.replace(b"Subject:", b"Subjekt:")
    )


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda files, proof: files.pop(proof), "evidence/2-acknowledged is not in the bundle"),
        (
            lambda files, proof: files.update({proof: b"forged"}),
            "evidence/2-acknowledged is not what bundle.json says",
        ),
        (lambda files, _: files.update({"documents/more.pdf": b"x"}), "documents/more.pdf is nothing that"),
        (lambda files, _: files.update({"../../outside": b"x"}), "../../outside is nothing that"),
        (
            lambda files, proof: files.update({"evidence/9-answered": files.pop(proof)}),
            "evidence/9-answered is nothing",
        ),
    ],
    ids=["dropped", "forged", "added", "outside", "renamed"],
)
def test_a_file_dropped_forged_or_added_under_its_own_hash_is_named(
    bundle: bytes, edit: Callable[[dict[str, bytes], str], object], problem: str
) -> None:
    files = files_of(bundle)
    data = json.loads(files["bundle.json"])
    edit(files, next(path for path in files if path.startswith("evidence/")))
    listed = files.keys() - {"bundle.json", "certificate.txt"}
    data["files"] = {path: sha256_of(files[path]) for path in listed}
    assert problem in (check_bundle(remade(zipped(files), data)).problem or "")


def test_an_archive_that_is_packed_otherwise_gets_a_verdict(bundle: bytes) -> None:
    spoilt = bytearray(bundle)
    (name_length,) = struct.unpack_from("<H", bundle, 26)
    spoilt[30 + name_length] = 0b111
    assert "no whole ZIP archive" in (check_bundle(bytes(spoilt)).problem or ""), (
        "a block of no kind that there is"
    )
    foreign = BytesIO()
    with zipfile.ZipFile(foreign, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("bundle.json", b"{}")
    assert "packed in a way of its own" in (check_bundle(foreign.getvalue()).problem or "")


def test_an_archive_that_would_swell_is_not_unpacked(bundle: bytes) -> None:
    swollen = BytesIO(bundle)
    with zipfile.ZipFile(swollen, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("swollen", "w") as entry:
        for _ in range(MOST_BYTES // 50_000_000):
            entry.write(bytes(50_000_000))
    assert len(swollen.getvalue()) < MOST_BYTES // 500
    assert "too large" in (check_bundle(swollen.getvalue()).problem or "")


def test_an_erased_file_leaves_a_tombstone(database: Database, blobs: FolderBlobs, tmp_path: Path) -> None:
    bundle = a_bundle(database, blobs, tmp_path)
    erased = json.loads(files_of(bundle)["bundle.json"])["evidence"][1]["blob_sha256"]
    blobs.erase(erased)
    with database.read() as session:
        lost = check_bundle(make_bundle(session, blobs, delivery_id=1, now=LATER))
        with pytest.raises(NotFound):
            make_bundle(session, blobs, delivery_id=99, now=LATER)
    assert "no entry of the ledger tells that it was erased" in (lost.problem or "")
    facts: dict[str, str | int | bool | None] = {"sha256": erased, "because": "request"}
    with database.begin() as session:
        audit.record(session, actor=STAFF_SAM, action="mail.erased", subject="mail:1", now=LATER, facts=facts)
    with database.read() as session:
        made = make_bundle(session, blobs, delivery_id=1, now=LATER)
    verdict = check_bundle(made)
    assert verdict.problem is None
    (tombstone,) = verdict.erased
    assert (tombstone.path, tombstone.sha256) == ("evidence/2-acknowledged", erased)
    assert (tombstone.actor, tombstone.because) == ("staff_sam", "request")
    assert check_bundle(bundle).problem is None, "what was made before holds"
    data = json.loads(files_of(made)["bundle.json"])
    data["ledger"] = [entry for entry in data["ledger"] if entry["action"] != "mail.erased"]
    data["erased"]["evidence/2-acknowledged"]["entry"] = None
    again = remade(made, data)
    assert "no entry of the ledger tells" in (check_bundle(again).problem or "")


def test_a_bundle_of_the_first_schema_still_holds(bundle: bytes) -> None:
    """As they were made before the page, and with the hash alone of what was erased."""
    files = files_of(bundle)
    data = json.loads(files["bundle.json"])
    del files["certificate.pdf"], data["files"]["certificate.pdf"]
    for name in ("mails", "trial", "sample", "edition"):
        del data[name]
    gone = next(path for path in data["files"] if path.startswith("evidence/"))
    data |= {"schema": "outreach-bundle/1", "erased": {gone: data["files"].pop(gone)}}
    del files[gone]
    verdict = check_bundle(remade(zipped(files), data))
    assert verdict.problem is None
    assert [one.path for one in verdict.erased] == [gone]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(content: bytes) -> None:
    assert check_bundle(content).problem
    assert check_bundle(zipped({"bundle.json": content, "certificate.txt": b""})).problem
