"""Check a bundle offline: does each part fit the others? Pure."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from io import BytesIO
from typing import Any

from outreach.blobs import sha256_of
from outreach.canonical import data_sha256
from outreach.delivery.bundle import CERTIFICATE, ERASURES, EVIDENCE, FACTS, PAGE, SCHEMA, mails_named, paths_of
from outreach.delivery.certificate import certificate
from outreach.delivery.certificate_pdf import certificate_problem
from outreach.dossiers.painted import states_sample
from outreach.reviews.manifest import manifest_from

FIRST_SCHEMA = "outreach-bundle/1"
"""Of bundles without the page, without mails that came later, and with the hash alone of what was erased."""
MOST_BYTES = 500_000_000
"""Of all files together, unpacked."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A file that was erased: its hash, and which entry of the ledger tells of it, when, by whom and why.

    A bundle of the first schema names the hash alone.
    """

    path: str
    sha256: str
    entry: int | None = None
    at: str = ""
    actor: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problem` names the first thing that does not fit, None when all does; `erased` files cannot be checked."""

    problem: str | None
    files: int = 0
    ledger_entries: int = 0
    erased: tuple[Tombstone, ...] = ()
    certificate: str = ""


def check_bundle(content: bytes) -> Verdict:
    """Check a ZIP made by `make_bundle`. Whatever the bytes are, the answer is a verdict."""
    try:
        files = _unpacked(content)
        data = json.loads(files[FACTS])
        problem = next(_problems(data, files), None)
        if problem is not None:
            return Verdict(problem)
        told = files[CERTIFICATE].decode()
        return Verdict(None, len(data["files"]), len(data["ledger"]), tuple(_tombstones(data)), told)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        return Verdict(f"the file is no whole ZIP archive ({error})")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Verdict(f"{FACTS} is not what a bundle holds ({type(error).__name__}: {error})")


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise zipfile.BadZipFile("too large")
        if len(set(archive.namelist())) != len(archive.namelist()):
            raise zipfile.BadZipFile("a name occurs twice")
        if any(
            entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in archive.infolist()
        ):
            raise zipfile.BadZipFile("packed in a way of its own")
        return {name: archive.read(name) for name in archive.namelist()}


def _problems(data: dict[str, Any], files: dict[str, bytes]) -> Iterator[str]:
    if data["schema"] not in (SCHEMA, FIRST_SCHEMA):
        yield f"{FACTS} is of schema {data['schema']}, not {SCHEMA}"
    yield from _file_problems(data, files)
    if files[CERTIFICATE].decode() != certificate(data):
        yield f"{CERTIFICATE} does not say what {FACTS} says"
    if manifest_from(data["manifest"]).sha256 != data["manifest_sha256"]:
        yield "the manifest is not the one that was approved"
    yield from _ledger_problems(data)
    yield from _mail_problems(data, files)
    if data["schema"] == SCHEMA:
        yield from _later_problems(data)
        yield from _standing_problems(data, files)
        if wrong := certificate_problem(data, files[PAGE]):
            yield f"{PAGE} {wrong}"


def _file_problems(data: dict[str, Any], files: dict[str, bytes]) -> Iterator[str]:
    for path, sha256 in data["files"].items():
        if path not in files:
            yield f"{path} is missing"
        elif sha256_of(files[path]) != sha256:
            yield f"{path} was changed: its sha256 is not {sha256}"
    for path in files.keys() - data["files"].keys() - {FACTS, CERTIFICATE}:
        yield f"{path} does not belong to the bundle"
    gone = {one.path: one.sha256 for one in _tombstones(data)}
    known, spoken_of = {*data["files"].values(), *gone.values()}, list(paths_of(data))
    there = {_without_ending(path) for path in data["files"]}
    for path, sha256 in spoken_of:
        if sha256 not in known:
            yield f"{path} is not {f'what {FACTS} says' if path in there else 'in the bundle'}"
    for path, sha256 in ({**data["files"], **gone}).items():
        if path != PAGE and (_without_ending(path), sha256) not in spoken_of:
            yield f"{path} is nothing that {FACTS} speaks of"


def _without_ending(path: str) -> str:
    """A proof's path as facts have it: only its content told of what kind it is."""
    return path.partition(".")[0] if path.startswith(f"{EVIDENCE}/") else path


def _ledger_problems(data: dict[str, Any]) -> Iterator[str]:
    pinned: set[str] = set()
    subjects = {
        f"delivery:{data['delivery']['id']}",
        *(f"mail:{one['id']}" for one in data.get("mails", ())),
        *mails_named(proof["source"] for proof in data["evidence"]),
    }
    for entry in data["ledger"]:
        body = {name: value for name, value in entry.items() if name != "entry_sha256"}
        if data_sha256(body) != entry["entry_sha256"]:
            yield f"ledger entry {entry['number']} ({entry['action']}) was changed"
        if entry["subject"] not in subjects:
            yield f"ledger entry {entry['number']} is about {entry['subject']}"
        pinned |= {str(value) for value in entry["facts"].values()}
    for attempt in data["attempts"]:
        if attempt["outcome"] is not None and data_sha256(attempt) not in pinned:
            yield f"try {attempt['number']} is not the one that the ledger pins"
    for proof in data["evidence"]:
        if data_sha256(proof) not in pinned:
            yield f"proof {proof['id']} ({proof['rung']}) is not the one that the ledger pins"


def _mail_problems(data: dict[str, Any], files: dict[str, bytes]) -> Iterator[str]:
    approved = [document["sha256"] for document in data["manifest"]["documents"]]
    for attempt in data["attempts"]:
        path = f"mail/attempt-{attempt['number']}.eml"
        if attempt["eml_sha256"] is None or path in data["erased"]:
            continue
        mail = message_from_bytes(files[path], policy=compat32)
        if mail["Message-ID"] != attempt["message_id"]:
            yield f"{path} bears another Message-ID"
        if _attached(mail) != approved:
            yield f"{path} does not carry the approved documents"


def _attached(mail: Message) -> list[str]:
    parts = [part for part in mail.walk() if part.get_content_disposition() == "attachment"]
    return [sha256_of(bytes(part.get_payload(decode=True) or b"")) for part in parts]


def _tombstones(data: dict[str, Any]) -> Iterator[Tombstone]:
    entries = {entry["number"]: entry for entry in data["ledger"]}
    for path, erased in data["erased"].items():
        if data["schema"] == FIRST_SCHEMA:
            yield Tombstone(path, erased)
        elif (entry := entries.get(erased["entry"])) is None:
            yield Tombstone(path, erased["sha256"])
        else:
            because = entry["facts"].get("because", "")
            yield Tombstone(path, erased["sha256"], entry["number"], entry["at"], entry["actor"], because)


def _later_problems(data: dict[str, Any]) -> Iterator[str]:
    """Mails that came later, and what was erased, are what the ledger says."""
    stored = {(e["subject"], e["facts"].get("sha256")) for e in data["ledger"] if e["action"] == "mail.stored"}
    gone = {(e["number"], e["facts"].get("sha256")) for e in data["ledger"] if e["action"] in ERASURES}
    known = {*data["files"].values(), *(one.sha256 for one in _tombstones(data))}
    for mail in data["mails"]:
        if (f"mail:{mail['id']}", mail["sha256"]) not in stored:
            yield f"mail {mail['id']} is not the one that the ledger pins"
        if mail["sha256"] not in known:
            yield f"mail {mail['id']} is not in the bundle"
    for one in _tombstones(data):
        if (one.entry, one.sha256) not in gone:
            yield f"{one.path} is not there, and no entry of the ledger tells that it was erased"


def _standing_problems(data: dict[str, Any], files: dict[str, bytes]) -> Iterator[str]:
    """Whether it was a trial, and whether counts are samples: as the documents and the tries have it."""
    for name in ("sample", "trial"):
        if not isinstance(data[name], bool):
            yield f"{FACTS} must say true or false for `{name}`"
    for path, content in files.items():
        if path.startswith("documents/") and (stated := states_sample(content)) not in (None, data["sample"]):
            yield f"{path} says that its counts are {'samples' if stated else 'no samples'}, and {FACTS} does not"
    if not data["trial"] and any(attempt["host"] == "sandbox" for attempt in data["attempts"]):
        yield f"{FACTS} calls live what stayed in the sandbox"
