"""The certificate's page: it conforms, it is one page, and a false one is named."""

import io
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.delivery.certificate_page import ROOMS, page_html, words_of
from outreach.delivery.certificate_pdf import certificate_pdf, certificate_problem
from outreach.delivery.check_bundle import check_bundle
from outreach.dossiers.conformance import failures
from outreach.dossiers.fonts import characters_of
from outreach.dossiers.painted import pages_of, painted_words, states_sample
from tests.databases import sqlite_copy
from tests.delivery.test_bundle import a_bundle, files_of, remade, zipped

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def facts(sqlite_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return made(sqlite_tables, tmp_path_factory)[1]


def made(sqlite_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Facts]:
    folder = tmp_path_factory.mktemp("certificate")
    with sqlite_copy(sqlite_tables, folder) as database:
        bundle = a_bundle(database, FolderBlobs(folder / "blobs"), folder)
    return bundle, json.loads(files_of(bundle)["bundle.json"])


def crowded(facts: Facts) -> Facts:
    """More of everything than a page takes, in a script that the typeface lacks."""
    full = deepcopy(facts)
    full["attempts"] = [{**one, "reply_text": "451 局長 <b>&amp;</b> " * 200} for one in full["attempts"] * 12]
    full["evidence"] *= 30
    full["manifest"]["documents"] *= 9
    full["manifest"]["address"] = "東京都千代田区" * 60
    full["office"] = "x" * 500
    full["mails"] = [
        {"id": number, "kind": "human", "collected_at": "2026-11-24T10:00:00+00:00", "sha256": "0" * 64}
        for number in range(300)
    ]
    return full


@pytest.mark.parametrize("change", [deepcopy, crowded, lambda facts: {**facts, "trial": False, "sample": False}])
def test_it_is_one_page_of_both_standards_and_says_the_facts(
    facts: Facts, change: Callable[[Facts], Facts]
) -> None:
    told = change(facts)
    content, edition = certificate_pdf(told)
    assert edition == told["edition"], "so that it is made anew and compared byte by byte"
    assert failures(content) == {"PDF/A-3a": [], "PDF/UA-1": []}
    assert pages_of(content) == 1
    assert certificate_problem(told, content) is None, "the same facts are the same bytes"


def test_what_was_a_trial_or_has_samples_is_marked(facts: Facts) -> None:
    words = painted_words(certificate_pdf(facts)[0])
    assert "TRIAL:thisroundwasnotlive" in words
    assert "SAMPLE:thecounts" in words
    live = painted_words(certificate_pdf({**facts, "trial": False, "sample": False})[0])
    assert "TRIAL" not in live
    assert "SAMPLE" not in live


def test_every_character_that_it_shows_is_in_its_fonts(facts: Facts) -> None:
    shown = words_of(page_html({**facts, "office": "".join(map(chr, range(33, 0x2100)))}, ROOMS[0]))
    whole = words_of(
        page_html({**facts, "office": "".join(map(chr, range(33, 0x2100)))}, ROOMS[0].__class__(9, 10**6))
    )
    assert {ord(character) for character in shown + whole} <= characters_of("en")
    assert r"\u{2028}" in whole
    assert "Ångström–“x”" in words_of(page_html({**facts, "office": "Ångström–“x”"}, ROOMS[0]))


@pytest.mark.parametrize("path", [("delivery", "status"), ("manifest", "address"), ("attempts", 1, "reply_text"),
                                  ("evidence", 1, "at"), ("approved_by",), ("office",)])  # fmt: skip
def test_a_page_that_says_something_else_is_named(facts: Facts, path: tuple[str | int, ...]) -> None:
    other = deepcopy(facts)
    inner: Any = other
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "2027-01-01T00:00:00" if path[-1] == "at" else "delivered"
    assert certificate_problem(facts, certificate_pdf(other)[0]) == "does not say what bundle.json says"


def painted_over(content: bytes) -> bytes:
    """The same words, and a white sheet on top of them."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        page.obj.Contents.write(
            page.obj.Contents.read_bytes() + b"\n/Artifact BMC\n1 1 1 rg 0 0 600 900 re f\nEMC"
        )
        # Compressed it could end with a line's end, which the validator takes for no part of it.
        pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def test_a_page_that_looks_otherwise_is_named_where_it_can_be_made_anew(facts: Facts) -> None:
    content = painted_over(certificate_pdf(facts)[0])
    assert certificate_problem(facts, content) == "does not look as bundle.json makes it"
    assert certificate_problem({**facts, "edition": "of another day"}, content) is None, "its words alone"


def twice(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def test_what_is_no_such_page_is_named(facts: Facts) -> None:
    content = certificate_pdf(facts)[0]
    for wrong in (b"", b"%PDF-1.7", content[:2000], content.replace(b"%%EOF", b"")[:-900]):
        assert "no PDF" in (certificate_problem(facts, wrong) or "")
    assert certificate_problem(facts, twice(content)) is not None


def test_a_false_page_under_its_own_hash_is_named_in_the_bundle(
    database: Database, blobs: FolderBlobs, tmp_path: Path
) -> None:
    bundle = a_bundle(database, blobs, tmp_path)
    files, data = files_of(bundle), json.loads(files_of(bundle)["bundle.json"])
    lie = deepcopy(data)
    lie["evidence"][0]["rung"] = "dsn_delivered"
    files["certificate.pdf"] = certificate_pdf(lie)[0]
    data["files"]["certificate.pdf"] = sha256_of(files["certificate.pdf"])
    problem = check_bundle(remade(zipped(files), data)).problem
    assert problem == "certificate.pdf does not say what bundle.json says"


def test_a_trial_that_is_called_live_is_named(database: Database, blobs: FolderBlobs, tmp_path: Path) -> None:
    bundle = a_bundle(database, blobs, tmp_path)
    data = json.loads(files_of(bundle)["bundle.json"])
    problem = check_bundle(remade(bundle, {**data, "trial": False})).problem
    assert problem == "bundle.json calls live what stayed in the sandbox"


def dossier(*, sample: bool) -> bytes:
    """A PDF that carries a dossier's data."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["outreach-dossier.json"] = json.dumps({"sample": sample}).encode()
        pdf.save(out)
    return out.getvalue()


def test_samples_are_what_the_documents_say(database: Database, blobs: FolderBlobs, tmp_path: Path) -> None:
    assert (states_sample(dossier(sample=True)), states_sample(dossier(sample=False))) == (True, False)
    assert states_sample(b"%PDF letter") is None
    bundle = a_bundle(database, blobs, tmp_path, dossier=dossier(sample=True))
    assert check_bundle(bundle).problem is None
    data = json.loads(files_of(bundle)["bundle.json"])
    problem = check_bundle(remade(bundle, {**data, "sample": False})).problem or ""
    assert problem.endswith("Dossier – 請願書.pdf says that its counts are samples, and bundle.json does not")
